using System.Text;

namespace Podclip.LocalCluster.Security;

/// <summary>The kubeconfig that lets its owner in.</summary>
internal static class KubeconfigFile
{
    /// <summary>Writes it, whole or not at all.</summary>
    public static void Write(string path, Uri server, string authorityPem, string token)
    {
        // Every value is one that this program made: none can hold a character that YAML would take for its own.
        var authority = Convert.ToBase64String(Encoding.UTF8.GetBytes(authorityPem));
        OwnerOnlyFile.Write(path, $"""
            apiVersion: v1
            kind: Config
            clusters:
            - name: podclip
              cluster:
                server: {server.AbsoluteUri.TrimEnd('/')}
                certificate-authority-data: {authority}
            users:
            - name: podclip-admin
              user:
                token: {token}
            contexts:
            - name: podclip
              context:
                cluster: podclip
                user: podclip-admin
                namespace: default
            current-context: podclip

            """);
    }
}
