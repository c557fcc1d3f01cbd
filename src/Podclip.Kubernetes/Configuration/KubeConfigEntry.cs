using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Podclip.Kubernetes.Configuration;

/// <summary>One mapping of a kubeconfig; reading it collects problems instead of ending at the first.</summary>
internal sealed class KubeConfigEntry
{
    private readonly YamlMappingNode _node;
    private readonly string _folder;
    private readonly List<string> _problems;

    public KubeConfigEntry(YamlMappingNode node, string label, string folder, List<string> problems)
    {
        _node = node;
        _folder = folder;
        _problems = problems;
        Label = label;
    }

    /// <summary>How messages name this mapping: <c>user "admin"</c>.</summary>
    public string Label { get; }

    /// <summary>How messages name the mapping this one is a field of; itself when it is none.</summary>
    public string Owner { get => field ?? Label; private init; }

    public void Problem(string text) => _problems.Add(text);

    public string? Text(string field)
    {
        switch (Find(field))
        {
            case null:
                return null;
            case YamlScalarNode { Value: "" or "~" or "null", Style: YamlDotNet.Core.ScalarStyle.Plain }:
                return null;
            case YamlScalarNode scalar:
                return scalar.Value;
            default:
                Problem($"{field} of {Label} is not a text");
                return null;
        }
    }

    public bool Flag(string field)
    {
        var text = Text(field);
        if (text is null || bool.TryParse(text, out _))
        {
            return text is not null && bool.Parse(text);
        }

        Problem($"{field} of {Label} is neither true nor false");
        return false;
    }

    /// <summary>The file a field names; relative names are against the kubeconfig's own folder.</summary>
    public string? FilePath(string field) => Text(field) is { Length: > 0 } name ? Path.GetFullPath(name, _folder) : null;

    /// <summary>A field that is a mapping itself, or null when it is absent.</summary>
    public KubeConfigEntry? Child(string field)
    {
        switch (Find(field))
        {
            case null or YamlScalarNode { Value: null or "" or "null" }:
                return null;
            case YamlMappingNode mapping:
                return new KubeConfigEntry(mapping, $"{field} of {Label}", _folder, _problems) { Owner = Label };
            default:
                Problem($"{field} of {Label} is not a mapping");
                return null;
        }
    }

    /// <summary>The mappings of a list; none when it is absent.</summary>
    public IEnumerable<KubeConfigEntry> Items(string field) =>
        Entries(field).Select(e => new KubeConfigEntry(e, $"{field} of {Label}", _folder, _problems) { Owner = Label });

    /// <summary>The texts of a list; none when it is absent.</summary>
    public IReadOnlyList<string> Texts(string field)
    {
        switch (Find(field))
        {
            case null or YamlScalarNode { Value: null or "" or "null" }:
                return [];
            case YamlSequenceNode list when list.Children.All(c => c is YamlScalarNode):
                return [.. list.Children.Cast<YamlScalarNode>().Select(c => c.Value ?? "")];
            default:
                Problem($"{field} of {Label} is not a list of texts");
                return [];
        }
    }

    /// <summary>What the mapping's <c>extensions</c> say under a name; null for nothing.</summary>
    public JsonNode? Extension(string name)
    {
        var extension = Entries("extensions").FirstOrDefault(e => NameOf(e) == name);
        return extension is not null && Find(extension, "extension") is { } value ? YamlJson.Of(value) : null;
    }

    public void Refuse(string field, string what)
    {
        if (Find(field) is not (null or YamlScalarNode { Value: null or "" }))
        {
            Problem($"{Label} uses {what} ({field}), which is not supported yet");
        }
    }

    public IEnumerable<string> Names(string section) => Entries(section).Select(e => NameOf(e) ?? "");

    /// <summary>The mapping <paramref name="kind"/> of the entry called <paramref name="name"/>, or null if there is no such entry.</summary>
    public KubeConfigEntry? Named(string section, string kind, string name, string labelSuffix = "")
    {
        var entry = Entries(section).FirstOrDefault(e => NameOf(e) == name);
        if (entry is null)
        {
            return null;
        }

        // Users without any field are written as `user: {}`, `user:` or not at all.
        var body = Find(entry, kind) as YamlMappingNode ?? new YamlMappingNode();
        return new KubeConfigEntry(body, $"{kind} \"{name}\"{labelSuffix}", _folder, _problems);
    }

    /// <summary>The certificates of <c>field-data</c>, else of the file that <c>field</c> names.</summary>
    public X509Certificate2Collection? Certificates(string field)
    {
        if (!TryReadPem(field, out var pem))
        {
            return null;
        }

        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPem(pem);
            if (certificates.Count > 0)
            {
                return certificates;
            }

            Problem($"{field} of {Label} holds no certificate");
        }
        catch (CryptographicException e)
        {
            Problem($"{field} of {Label} is not a PEM certificate: {e.Message}");
        }

        return null;
    }

    public X509Certificate2? ClientCertificate()
    {
        var hasCertificate = TryReadPem("client-certificate", out var certificate);
        var hasKey = TryReadPem("client-key", out var key);
        if (Has("client-certificate") != Has("client-key"))
        {
            Problem($"{Label} has a {(Has("client-certificate") ? "client-certificate without a client-key" : "client-key without a client-certificate")}");
        }

        if (!hasCertificate || !hasKey)
        {
            return null;
        }

        try
        {
            var pair = X509Certificate2.CreateFromPem(certificate, key);
            if (!OperatingSystem.IsWindows())
            {
                return pair;
            }

            // Schannel refuses keys that live in memory only.
            using (pair)
            {
                return X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), password: null);
            }
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            Problem($"client-certificate and client-key of {Label} cannot be used together: {e.Message}");
            return null;
        }
    }

    private bool Has(string field) => Text(field) is not null || Text(field + "-data") is not null;

    private bool TryReadPem(string field, [NotNullWhen(true)] out string? pem)
    {
        pem = null;
        try
        {
            if (Text(field + "-data") is { Length: > 0 } data)
            {
                pem = Encoding.UTF8.GetString(Convert.FromBase64String(data));
            }
            else if (FilePath(field) is { } path)
            {
                pem = File.ReadAllText(path);
            }
        }
        catch (FormatException)
        {
            Problem($"{field}-data of {Label} is not base64");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Problem($"{field} of {Label} cannot be read: {e.Message}");
        }

        return pem is not null;
    }

    private IEnumerable<YamlMappingNode> Entries(string section) =>
        Find(section) is YamlSequenceNode entries ? entries.Children.OfType<YamlMappingNode>() : [];

    private static string? NameOf(YamlMappingNode entry) => (Find(entry, "name") as YamlScalarNode)?.Value;

    private YamlNode? Find(string field) => Find(_node, field);

    private static YamlNode? Find(YamlMappingNode node, string field) => node.Children.TryGetValue(new YamlScalarNode(field), out var value) ? value : null;
}
