using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission;

/// <summary>Gives a new pod what clients in it need to reach the API server (plugin/pkg/admission/serviceaccount).</summary>
internal static class ServiceAccountVolume
{
    private const string MountPath = "/var/run/secrets/kubernetes.io/serviceaccount";
    private const string Prefix = "kube-api-access-";
    private const string NameLetters = "bcdfghjklmnpqrstvwxz2456789";
    private const int SuffixLength = 5;
    private const int DefaultMode = 0b110_100_100;

    /// <summary>Of this many seconds the 3600 count for clients that ask for an hour; the rest is how the real server knows its own.</summary>
    private const int ExpirationSeconds = 3607;

    /// <summary>Adds the volume and its mounts, unless the pod or its account wants none, or every container has something else there.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="account">Its service account; null while it is not there yet.</param>
    public static void Add(JsonObject pod, StoredObject? account)
    {
        var spec = pod.Child("spec");
        if (IsUnwanted(spec) ?? IsUnwanted(account?.Document) ?? false)
        {
            return;
        }

        var containers = spec.Items("initContainers").Concat(spec.Items("containers")).Where(c => !c.Items("volumeMounts").Any(m => m.Text("mountPath") == MountPath)).ToList();
        if (containers.Count == 0)
        {
            return;
        }

        var name = spec.Items("volumes").Select(v => v.Text("name")).FirstOrDefault(n => n is not null && n.StartsWith(Prefix, StringComparison.Ordinal));
        if (name is null)
        {
            name = Prefix + RandomNumberGenerator.GetString(NameLetters, SuffixLength);
            spec.ChildArray("volumes").Add((JsonNode)Volume(name));
        }

        foreach (var container in containers)
        {
            container.ChildArray("volumeMounts").Add((JsonNode)new JsonObject { ["name"] = name, ["readOnly"] = true, ["mountPath"] = MountPath });
        }
    }

    private static bool? IsUnwanted(JsonObject? owner) => owner?["automountServiceAccountToken"] is null ? null : !owner.Flag("automountServiceAccountToken");

    private static JsonObject Volume(string name) => new()
    {
        ["name"] = name,
        ["projected"] = new JsonObject
        {
            ["sources"] = new JsonArray(
                new JsonObject { ["serviceAccountToken"] = new JsonObject { ["expirationSeconds"] = ExpirationSeconds, ["path"] = "token" } },
                new JsonObject
                {
                    ["configMap"] = new JsonObject
                    {
                        ["name"] = "kube-root-ca.crt",
                        ["items"] = new JsonArray(new JsonObject { ["key"] = "ca.crt", ["path"] = "ca.crt" }),
                    },
                },
                new JsonObject
                {
                    ["downwardAPI"] = new JsonObject
                    {
                        ["items"] = new JsonArray(new JsonObject
                        {
                            ["path"] = "namespace",
                            ["fieldRef"] = new JsonObject { ["apiVersion"] = "v1", ["fieldPath"] = "metadata.namespace" },
                        }),
                    },
                }),
            ["defaultMode"] = DefaultMode,
        },
    };
}
