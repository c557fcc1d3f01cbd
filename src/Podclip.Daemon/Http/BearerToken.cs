using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Podclip.Daemon.Http;

/// <summary>Lets in only who knows the token.</summary>
/// <param name="token">The token.</param>
internal sealed class BearerToken(string token)
{
    private const string Scheme = "Bearer ";
    private readonly byte[] _hash = SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>Goes before all endpoints.</summary>
    public Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var given = http.Request.Headers.Authorization.ToString();

        // Hashes are of one length, and are compared in the same time whatever is in them.
        if (given.StartsWith(Scheme, StringComparison.Ordinal)
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given[Scheme.Length..])), _hash))
        {
            return next(http);
        }

        http.Response.Headers.WWWAuthenticate = "Bearer";
        return http.RefuseAsync(
            StatusCodes.Status401Unauthorized, ProblemCodes.Unauthorized, "The token is missing or wrong", "Send 'Authorization: Bearer TOKEN' with the token of the file that daemon.json names.");
    }
}
