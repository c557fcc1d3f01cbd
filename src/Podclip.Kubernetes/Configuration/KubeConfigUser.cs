using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Configuration.Plugins;

namespace Podclip.Kubernetes.Configuration;

/// <summary>Reads what a kubeconfig's user proves itself with.</summary>
internal static class KubeConfigUser
{
    /// <summary>A connection with the user's credentials.</summary>
    /// <param name="connection">The connection without any.</param>
    /// <param name="user">The user.</param>
    /// <param name="cluster">The context's cluster, or null if it has none.</param>
    /// <param name="time">The clock.</param>
    public static ClusterConnection Add(ClusterConnection connection, KubeConfigEntry user, KubeConfigEntry? cluster, TimeProvider time)
    {
        user.Refuse("auth-provider", "an auth-provider plugin");
        user.Refuse("username", "a user name and password");
        user.Refuse("as", "impersonation");
        user.Refuse("as-groups", "impersonation of groups");
        user.Refuse("as-user-extra", "impersonation with extra fields");
        var certificate = user.ClientCertificate();
        var plugin = user.Child("exec") is { } exec ? ExecPluginReader.Read(exec, cluster, connection) : null;

        // As in kubectl, a plugin is not asked when a token or certificate stands in the file itself.
        return connection with
        {
            ClientCertificate = certificate,
            Credentials = ReadToken(user, time) ?? (plugin is null || certificate is not null ? null : new PluginCredentials(plugin, time)),
        };
    }

    private static ICredentialSource? ReadToken(KubeConfigEntry user, TimeProvider time)
    {
        var token = user.Text("token") is { Length: > 0 } text ? text : null;
        if (user.FilePath("tokenFile") is { } file)
        {
            if (!File.Exists(file) && token is null)
            {
                user.Problem($"tokenFile of {user.Label} does not exist: {file}");
            }

            return new FileToken(file, token, time);
        }

        return token is null ? null : new FixedToken(token);
    }
}
