using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Podclip.Cli.Commands.Paperclip;

/// <summary>A running Paperclip server's list of adapters.</summary>
/// <param name="http">Talks to it.</param>
internal sealed class PaperclipServer(HttpClient http) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>The server of a command line.</summary>
    public static PaperclipServer Connect(Uri url, string? token)
    {
        var http = new HttpClient { BaseAddress = url, Timeout = Patience };
        http.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return new PaperclipServer(http);
    }

    /// <summary>The adapters it has.</summary>
    public async Task<IReadOnlyDictionary<string, ServerAdapter>> ListAsync(CancellationToken cancellationToken) =>
        (await AskAsync(HttpMethod.Get, "/api/adapters", null, cancellationToken) as JsonArray ?? throw Odd("/api/adapters"))
            .Select(ServerAdapter.Read)
            .OfType<ServerAdapter>()
            .DistinctBy(adapter => adapter.Type, StringComparer.Ordinal)
            .ToDictionary(adapter => adapter.Type, StringComparer.Ordinal);

    /// <summary>Registers the adapter of a folder and loads what is in it now.</summary>
    /// <returns>Its type.</returns>
    public async Task<string> InstallAsync(string folder, CancellationToken cancellationToken)
    {
        var installed = await AskAsync(HttpMethod.Post, "/api/adapters/install", new JsonObject { ["packageName"] = folder, ["isLocalPath"] = true }, cancellationToken);
        var type = installed?["type"]?.GetValue<string>() ?? throw Odd("/api/adapters/install");

        // A module that was loaded before stays as it was until it is told so.
        await AskAsync(HttpMethod.Post, $"/api/adapters/{type}/reload", [], cancellationToken);
        return type;
    }

    /// <summary>Takes an adapter out.</summary>
    public Task UninstallAsync(string type, CancellationToken cancellationToken) => AskAsync(HttpMethod.Delete, $"/api/adapters/{type}", null, cancellationToken);

    /// <inheritdoc />
    public void Dispose() => http.Dispose();

    private async Task<JsonNode?> AskAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
            using var response = await http.SendAsync(request, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            return response.IsSuccessStatusCode
                ? text.Length == 0 ? null : JsonNode.Parse(text)
                : throw new CommandException(ExitCodes.InfrastructureFailed, $"{http.BaseAddress} refuses {method} {path} ({(int)response.StatusCode}): {Words(text)}{Remedy((int)response.StatusCode)}");
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new CommandException(ExitCodes.ClusterUnavailable, $"There is no Paperclip server at {http.BaseAddress}: {e.Message}. Start it, or name its address by --url.");
        }
        catch (JsonException)
        {
            throw Odd(path);
        }
    }

    private static string Remedy(int status) => status is 401 or 403 ? ". Give the board's API key by --api-key-file." : "";

    private static string Words(string text)
    {
        try
        {
            return JsonNode.Parse(text) is JsonObject problem && (problem["error"] ?? problem["message"]) is JsonValue words ? words.ToString() : text;
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private CommandException Odd(string path) => new(ExitCodes.InfrastructureFailed, $"{http.BaseAddress} does not answer as a Paperclip server does ({path}).");
}
