namespace Podclip.LocalCluster.Kubelet.Images;

/// <summary>The parts of an image name, as the container runtime reads them (distribution/reference, ParseNormalizedNamed).</summary>
/// <param name="Host">The registry; <c>docker.io</c> where the name has none.</param>
/// <param name="Repository">The path there.</param>
/// <param name="Version">The tag, <c>latest</c> where the name has none, or the digest.</param>
internal sealed record ImageReference(string Host, string Repository, string Version)
{
    private const string DefaultHost = "docker.io";
    private const int LongestRepository = 255;

    /// <summary>The parts of a name that is well formed.</summary>
    public static ImageReference Of(string name)
    {
        var (host, rest) = SplitHost(name);
        var (bare, digest) = rest.Split('@', 2) is [var before, var after] ? (before, after) : (rest, null);
        var (repository, tag) = bare.Split(':', 2) is [var path, var given] ? (path, given) : (bare, null);
        return new ImageReference(host, repository, digest ?? tag ?? "latest");
    }

    /// <summary>What is wrong with a name that is not well formed.</summary>
    public static string Problem(string name)
    {
        var (host, rest) = SplitHost(name);
        var repository = rest.Split(':', 2)[0];
        if (repository.Any(char.IsUpper))
        {
            return $"invalid reference format: repository name ({repository}) must be lowercase";
        }

        return host.Length + 1 + repository.Length > LongestRepository
            ? $"repository name must not be more than {LongestRepository} characters"
            : "invalid reference format";
    }

    /// <summary>The whole name.</summary>
    public override string ToString() => $"{Host}/{Repository}{(Version.Contains(':') ? '@' : ':')}{Version}";

    /// <summary>What stands before the first slash is a host if it looks like one; a name without one is Docker's.</summary>
    private static (string Host, string Remainder) SplitHost(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : name[..slash];
        if (slash >= 0 && (first.AsSpan().ContainsAny('.', ':') || first == "localhost" || first.Any(char.IsUpper)))
        {
            return (first, name[(slash + 1)..]);
        }

        return (DefaultHost, slash < 0 ? $"library/{name}" : name);
    }
}
