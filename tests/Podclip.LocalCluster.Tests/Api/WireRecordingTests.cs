using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests.Api;

/// <summary>Plays what a real server was asked to this one, in the order in which it was recorded, and compares the answers.</summary>
public class WireRecordingTests
{
    private static readonly string[] Played =
    [
        "secret-create", "secret-create-duplicate-409", "job-create-plain", "job-create-init-secret-emptydir", "job-create-duplicate-409",
        "job-create-400-bad-json", "job-create-400-bad-quantity", "job-create-400-namespace-mismatch", "job-create-400-strict-unknown-field",
        "job-create-400-wrong-type", "job-create-404-namespace", "job-create-415-text-plain", "job-create-422-bad-label", "job-create-422-bad-name",
        "job-create-422-negative-ttl", "job-create-422-several", "job-create-201-warn-unknown-field", "psa-job-dryrun-conforming",
        "job-405", "job-get-404", "job-list-401", "job-list-403-anonymous", "job-list-406", "job-list-504-future-rv", "job-list-bad-continue-400",
        "job-list-fieldselector-400", "job-list-labelselector-400", "job-list-labelselector-in-empty", "list-422-match-without-rv",
        "watch-422-initial-events-no-match", "watch-500-bad-rv", "path-404", "healthz-readyz", "namespace-get-404", "pvc-create", "pvc-get-404",
        "job-patch-merge-label", "job-patch-merge-label-null", "job-patch-json-add", "job-patch-json-test-fail-422", "job-patch-json-replace-missing-200",
        "job-patch-strategic-label", "job-patch-409-resourceversion", "job-patch-415-application-json", "job-patch-object-body-as-json-patch-400",
        "secret-patch-ownerrefs-merge", "secret-patch-ownerrefs-strategic", "secret-patch-ownerrefs-json",
        "job-create-201-ignore-unknown-field", "secret-patch-ownerrefs-422-no-uid",
        "lease-create", "lease-create-409", "lease-create-400-time", "lease-create-400-time-3digits", "lease-create-422-duration", "lease-get", "lease-get-404",
        "lease-put-422-no-rv", "lease-put-ok", "lease-put-conflict-409", "lease-patch-merge", "lease-delete",
        "job-delete-404", "job-delete-409-precondition", "job-delete-422-bad-policy", "job-delete-background", "job-delete-background-body",
        "job-delete-no-propagation", "job-delete-foreground",
    ];

    [Fact]
    public async Task The_exchanges_recorded_from_a_real_server_come_out_the_same()
    {
        await using var cluster = await TestCluster.StartAsync();
        await PrepareAsync(cluster);
        var uids = new Dictionary<string, string>(StringComparer.Ordinal);
        var differences = new List<string>();
        foreach (var recording in Played.Select(WireRecording.Load))
        {
            var answer = await PlayAsync(cluster, recording, uids);
            if (Difference(recording, answer) is { } difference)
            {
                differences.Add(difference);
            }

            if (recording.Status == 201 && answer.Json.Text("metadata", "uid") is { } uid)
            {
                uids[recording.Answer.Text("metadata", "uid")!] = uid;
                uids[$"\"resourceVersion\":\"{recording.Answer.Text("metadata", "resourceVersion")}\""] = $"\"resourceVersion\":\"{answer.Json.Text("metadata", "resourceVersion")}\"";
            }
        }

        Assert.True(differences.Count == 0, string.Join("\n\n", differences));
    }

    private static async Task PrepareAsync(TestCluster cluster)
    {
        foreach (var ns in (string[])["wire", "wire2", "wire-psa"])
        {
            await cluster.CreateAsync("/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = ns } });
        }

        foreach (var i in Enumerable.Range(0, 3))
        {
            var job = (JsonObject)WireRecording.Load("job-create-plain").Body!.DeepClone();
            job["metadata"]!["name"] = $"l{i}";
            foreach (var place in (JsonObject[])[job, (JsonObject)job["spec"]!["template"]!])
            {
                place["metadata"]!["labels"] = new JsonObject
                {
                    ["app.kubernetes.io/managed-by"] = "paperclip", ["paperclip.io/run-id"] = $"l{i}", ["paperclip.io/agent-id"] = "agent-l",
                };
            }

            job["spec"]!["suspend"] = true;
            job["spec"]!["template"]!["spec"]!["containers"]![0]!["command"] = new JsonArray("sh", "-c", "sleep 1");
            await cluster.CreateAsync("/apis/batch/v1/namespaces/wire/jobs", job);
        }
    }

    private static async Task<ApiAnswer> PlayAsync(TestCluster cluster, WireRecording recording, Dictionary<string, string> uids)
    {
        // As a string, because one recorded body is cut-off JSON and another is plain text.
        var body = recording.Body switch
        {
            null => null,
            JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
            var document => uids.Aggregate(document.ToJsonString(), (text, uid) => text.Replace(uid.Key, uid.Value, StringComparison.Ordinal)),
        };
        using var client = recording.Name is "job-list-401" or "job-list-403-anonymous" ? cluster.NewClient() : null;
        if (recording.Name == "job-list-401")
        {
            client!.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "wrong");
        }

        using var request = new HttpRequestMessage(new HttpMethod(recording.Method), recording.Path);
        request.Headers.TryAddWithoutValidation("Accept", recording.Accept);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(recording.ContentType!);
        }

        using var response = await (client ?? cluster.Client).SendAsync(request, TestContext.Current.CancellationToken);
        return await ApiAnswer.ReadAsync(response);
    }

    private static string? Difference(WireRecording recording, ApiAnswer answer)
    {
        var keepsStatus = recording.Status == 201;
        var expected = WireRecording.Normalize(recording.Answer, keepsStatus);
        var actual = WireRecording.Normalize(answer.Json ?? JsonValue.Create(answer.Text), keepsStatus);
        if (recording.Status != (int)answer.Status || expected != actual)
        {
            return $"{recording.Name}: expected {recording.Status}\n{expected}\n  but was {(int)answer.Status}\n{actual}";
        }

        return recording.Warning == answer.Headers.GetValueOrDefault("Warning") ? null : $"{recording.Name}: expected the warning {recording.Warning}";
    }
}
