namespace Podclip.LocalCluster.Security;

/// <summary>Who makes a request.</summary>
/// <param name="Name">The user's name, such as <c>system:serviceaccount:NAMESPACE:NAME</c>.</param>
/// <param name="Groups">The groups it is in.</param>
internal sealed record ApiUser(string Name, IReadOnlyList<string> Groups)
{
    /// <summary>The group whose members may do everything.</summary>
    public const string Masters = "system:masters";

    private const string Authenticated = "system:authenticated";

    /// <summary>Nobody in particular.</summary>
    public static ApiUser Anonymous { get; } = new("system:anonymous", ["system:unauthenticated"]);

    /// <summary>Whoever holds the cluster's own token.</summary>
    public static ApiUser Administrator { get; } = new("podclip:admin", [Masters, Authenticated]);

    /// <summary>Its uid; null when it has none.</summary>
    public string? Uid { get; init; }

    /// <summary>The token's own id; null when it has none.</summary>
    public string? CredentialId { get; init; }

    /// <summary>Whether it showed who it is.</summary>
    public bool IsAuthenticated => Groups.Contains(Authenticated, StringComparer.Ordinal);

    /// <summary>Whether it may do everything.</summary>
    public bool IsAdministrator => Groups.Contains(Masters, StringComparer.Ordinal);

    /// <summary>A service account.</summary>
    public static ApiUser ServiceAccount(string ns, string name, string uid, string credentialId) =>
        new(NameOf(ns, name), ["system:serviceaccounts", $"system:serviceaccounts:{ns}", Authenticated]) { Uid = uid, CredentialId = credentialId };

    /// <summary>The user name of a service account.</summary>
    public static string NameOf(string ns, string name) => $"system:serviceaccount:{ns}:{name}";
}
