using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Security;

/// <summary>
/// Signed tokens of service accounts, in the form of the real server's. A token is worth something as long as its time lasts and its
/// account is there, and its pod if it is a pod's; one made anew under the same name does not bring old tokens back.
/// </summary>
internal sealed class ServiceAccountTokens : IDisposable
{
    /// <summary>The audience of a token that asks for none.</summary>
    public const string Audience = "https://kubernetes.default.svc.cluster.local";

    private const string Header = """{"alg":"ES256","typ":"JWT"}""";

    private readonly ECDsa _key;
    private readonly ObjectStore _store;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();

    private ServiceAccountTokens(ECDsa key, ObjectStore store, TimeProvider time)
    {
        _key = key;
        _store = store;
        _time = time;
    }

    /// <summary>Reads the signing key, or makes it on first start.</summary>
    /// <param name="keyFile">Where the key is kept, for its owner only.</param>
    /// <param name="store">The service accounts.</param>
    /// <param name="time">The clock.</param>
    /// <returns>What makes and checks tokens.</returns>
    public static ServiceAccountTokens LoadOrCreate(string keyFile, ObjectStore store, TimeProvider time)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (File.Exists(keyFile))
        {
            key.ImportFromPem(File.ReadAllText(keyFile));
        }
        else
        {
            OwnerOnlyFile.Write(keyFile, key.ExportPkcs8PrivateKeyPem());
        }

        return new ServiceAccountTokens(key, store, time);
    }

    /// <summary>Makes a token.</summary>
    /// <param name="account">The service account.</param>
    /// <param name="audiences">For whom it is.</param>
    /// <param name="lifetime">How long it is worth something.</param>
    /// <param name="expires">When that ends.</param>
    /// <param name="pod">The pod whose end is the token's; null for a token that no pod holds.</param>
    /// <returns>The token.</returns>
    public string Create(StoredObject account, IReadOnlyList<string> audiences, TimeSpan lifetime, out DateTimeOffset expires, StoredObject? pod = null)
    {
        var now = _time.GetUtcNow();
        expires = now + lifetime;
        var claims = new JsonObject
        {
            ["aud"] = new JsonArray([.. audiences.Select(a => (JsonNode)a)]),
            ["exp"] = expires.ToUnixTimeSeconds(),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["iss"] = Audience,
            ["jti"] = Guid.NewGuid().ToString(),
            ["kubernetes.io"] = BoundTo(account, pod),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["sub"] = ApiUser.NameOf(account.Namespace, account.Name),
        };
        var signed = $"{Encode(Encoding.UTF8.GetBytes(Header))}.{Encode(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        byte[] signature;
        lock (_lock)
        {
            signature = _key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256);
        }

        return $"{signed}.{Encode(signature)}";
    }

    /// <summary>Whose token it is; null when it is none of ours, its time is over, its account is gone, or it is meant for somebody else.</summary>
    public ApiUser? Find(string token)
    {
        if (token.Split('.') is not [var header, var payload, var signature] || Verify($"{header}.{payload}", signature) is false || Claims(payload) is not { } claims)
        {
            return null;
        }

        var (ns, name, uid) = (claims.Text("kubernetes.io", "namespace"), claims.Text("kubernetes.io", "serviceaccount", "name"), claims.Text("kubernetes.io", "serviceaccount", "uid"));
        return ns is not null && name is not null && uid is not null
            && claims.Texts("aud").Contains(Audience, StringComparer.Ordinal)
            && claims.Number("exp") > _time.GetUtcNow().ToUnixTimeSeconds()
            && _store.Find(ResourceNames.ServiceAccounts, ns, name)?.Uid == uid
            && IsPodThere(ns, claims)
                ? ApiUser.ServiceAccount(ns, name, uid, claims.Text("jti") ?? "")
                : null;
    }

    public void Dispose() => _key.Dispose();

    private JsonObject BoundTo(StoredObject account, StoredObject? pod)
    {
        var bound = new JsonObject { ["namespace"] = account.Namespace };
        if (pod is not null)
        {
            if (pod.Document.Text("spec", "nodeName") is { } nodeName && _store.Find(ResourceNames.Nodes, "", nodeName) is { } node)
            {
                bound["node"] = Reference(node);
            }

            bound["pod"] = Reference(pod);
        }

        bound["serviceaccount"] = Reference(account);
        return bound;

        static JsonObject Reference(StoredObject stored) => new() { ["name"] = stored.Name, ["uid"] = stored.Uid };
    }

    /// <summary>A pod's token ends with the pod.</summary>
    private bool IsPodThere(string ns, JsonObject claims) =>
        claims.At("kubernetes.io", "pod") is not { } pod
        || _store.Find(ResourceNames.Pods, ns, pod.Text("name") ?? "") is { } found && found.Uid == pod.Text("uid");

    private static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    private static JsonObject? Claims(string payload)
    {
        try
        {
            return JsonNode.Parse(Base64Url.DecodeFromChars(payload)) as JsonObject;
        }
        catch (Exception malformed) when (malformed is FormatException or JsonException)
        {
            return null;
        }
    }

    /// <summary>The key decides, not what the header says of itself: there is one algorithm.</summary>
    private bool Verify(string signed, string signature)
    {
        try
        {
            var bytes = Base64Url.DecodeFromChars(signature);
            lock (_lock)
            {
                return _key.VerifyData(Encoding.UTF8.GetBytes(signed), bytes, HashAlgorithmName.SHA256);
            }
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
