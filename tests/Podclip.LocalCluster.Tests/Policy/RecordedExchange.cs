using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Podclip.LocalCluster.Storage;
using Podclip.LocalCluster.Tests.Api;

namespace Podclip.LocalCluster.Tests.Policy;

/// <summary>Plays one recorded exchange, and makes what differs by chance alike.</summary>
internal static partial class RecordedExchange
{
    /// <summary>Asks what was asked and compares status, body and warning.</summary>
    public static async Task<ApiAnswer> PlayAsync(TestCluster cluster, string name, bool keepsStatus = true)
    {
        var recording = WireRecording.Load(name);
        using var request = new HttpRequestMessage(new HttpMethod(recording.Method), recording.Path);
        request.Headers.TryAddWithoutValidation("Accept", recording.Accept);
        if (recording.Body is { } body)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString()));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(recording.ContentType!);
        }

        using var response = await cluster.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var answer = await ApiAnswer.ReadAsync(response);
        Assert.Equal(recording.Status, (int)answer.Status);
        Assert.Equal(WireRecording.Normalize(recording.Answer, keepsStatus), WireRecording.Normalize(answer.Json, keepsStatus));
        Assert.Equal(recording.Warning, answer.Headers.GetValueOrDefault("Warning"));
        return answer;
    }

    /// <summary>An Event without the names that are made up: its own and that of the pod it tells of.</summary>
    public static string Alike(JsonNode item)
    {
        var copy = (JsonObject)item.DeepClone();
        copy.Remove("kind");
        copy.Remove("apiVersion");
        copy.Metadata().Remove("name");
        ((JsonObject)copy["involvedObject"]!).Remove("resourceVersion");
        copy["message"] = PodName().Replace(copy.Text("message")!, "pods \"<pod>\"");
        return WireRecording.Normalize(copy, keepsStatus: true);
    }

    [GeneratedRegex("pods \"[a-z0-9-]+\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PodName();
}
