using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Podclip.Paperclip.EndToEnd.Tests.Hosting;

/// <summary>A headless Chromium with one page, led by its own protocol.</summary>
internal sealed partial class Browser : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // The host's page forbids its worker some globals in strict mode, where newer browsers refuse the attempt; without that line the worker starts.
    private const string MendWorker = """
        (() => {
          const Original = window.Blob;
          window.Blob = new Proxy(Original, {
            construct(target, [parts, options]) {
              if (Array.isArray(parts) && typeof parts[0] === "string" && parts[0].includes("Lock down dangerous globals")) parts = [parts[0].replace('"use strict";', "")];
              return new target(parts, options);
            },
          });
        })();
        """;

    private readonly Process _process;
    private readonly string _profile;
    private readonly ClientWebSocket _socket = new();
    private string? _session;
    private int _id;

    private Browser(Process process, string profile) => (_process, _profile) = (process, profile);

    public static async Task<Browser> StartAsync(bool mendsWorker)
    {
        var profile = Directory.CreateTempSubdirectory("podclip-chromium-").FullName;
        var start = new ProcessStartInfo(
            "chromium",
            [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--disable-dev-shm-usage", $"--user-data-dir={profile}", "--remote-debugging-port=0", "--window-size=1400,1600", "about:blank",
            ])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        };
        var browser = new Browser(Process.Start(start)!, profile);
        try
        {
            await browser.ConnectAsync(mendsWorker);
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens an address and waits until the page shows a text.</summary>
    /// <returns>All text that the page shows then.</returns>
    public async Task<string> OpenAsync(Uri url, string text)
    {
        await CallAsync("Page.navigate", new JsonObject { ["url"] = url.AbsoluteUri });
        return await UntilAsync(shown => shown.Contains(text, StringComparison.Ordinal));
    }

    /// <summary>Waits until the page shows what is expected.</summary>
    /// <returns>All text that it shows then.</returns>
    public async Task<string> UntilAsync(Func<string, bool> isExpected)
    {
        var shown = "";
        try
        {
            await PaperclipApi.UntilAsync(async () => isExpected(shown = await TextAsync()), Patience, "the page");
        }
        catch (Exception e) when (e is Xunit.Sdk.XunitException)
        {
            Assert.Fail($"the page shows {shown}");
        }

        return shown;
    }

    /// <summary>All text that the page shows now.</summary>
    public async Task<string> TextAsync() =>
        (await CallAsync("Runtime.evaluate", new JsonObject { ["expression"] = "document.body ? document.body.innerText : ''", ["returnByValue"] = true }))["result"]!["value"]!.GetValue<string>();

    /// <summary>Writes a picture of the page.</summary>
    public async Task ShootAsync(string file)
    {
        var shot = await CallAsync("Page.captureScreenshot", new JsonObject { ["format"] = "png" });
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllBytesAsync(file, Convert.FromBase64String(shot["data"]!.GetValue<string>()), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Directory.Delete(_profile, recursive: true);
    }

    private async Task ConnectAsync(bool mendsWorker)
    {
        using var bound = new CancellationTokenSource(Patience);
        string? address = null;
        while (address is null)
        {
            var line = await _process.StandardError.ReadLineAsync(bound.Token) ?? throw new InvalidOperationException("Chromium has ended");
            address = Listening().Match(line) is { Success: true } match ? match.Groups["url"].Value : null;
        }

        _ = _process.StandardError.ReadToEndAsync(CancellationToken.None); // so that it never waits for a reader
        await _socket.ConnectAsync(new Uri(address), bound.Token);
        var target = await CallAsync("Target.createTarget", new JsonObject { ["url"] = "about:blank" });
        var attached = await CallAsync("Target.attachToTarget", new JsonObject { ["targetId"] = target["targetId"]!.GetValue<string>(), ["flatten"] = true });
        _session = attached["sessionId"]!.GetValue<string>();
        await CallAsync("Page.enable", []);
        if (mendsWorker)
        {
            await CallAsync("Page.addScriptToEvaluateOnNewDocument", new JsonObject { ["source"] = MendWorker });
        }
    }

    private async Task<JsonNode> CallAsync(string method, JsonObject parameters)
    {
        using var bound = new CancellationTokenSource(Patience);
        var id = ++_id;
        JsonObject call = new() { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (_session is not null)
        {
            call["sessionId"] = _session;
        }

        await _socket.SendAsync(Encoding.UTF8.GetBytes(call.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, bound.Token);
        while (true)
        {
            var message = await ReceiveAsync(bound.Token);
            if (message["id"]?.GetValue<int>() == id)
            {
                return message["result"] ?? throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{method}: {message["error"]}"));
            }
        }
    }

    private async Task<JsonNode> ReceiveAsync(CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        var buffer = new byte[64 * 1024];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            await message.WriteAsync(buffer.AsMemory(0, part.Count), cancellationToken);
        }
        while (!part.EndOfMessage);

        return JsonNode.Parse(message.ToArray())!;
    }

    [GeneratedRegex(@"DevTools listening on (?<url>ws:\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Listening();
}
