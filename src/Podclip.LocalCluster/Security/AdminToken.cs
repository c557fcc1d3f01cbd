using System.Buffers.Text;
using System.Security.Cryptography;

namespace Podclip.LocalCluster.Security;

/// <summary>The token that gives every right; made once, kept in a file only its owner can read.</summary>
internal static class AdminToken
{
    private const int Bytes = 32;

    /// <summary>The token of a file, made when there is none.</summary>
    public static string LoadOrCreate(string path)
    {
        if (File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } token)
        {
            return token;
        }

        token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
        OwnerOnlyFile.Write(path, token);
        return token;
    }
}
