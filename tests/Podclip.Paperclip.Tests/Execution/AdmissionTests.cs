using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Podclip.Engine.Planning;
using Podclip.Kubernetes.Resources;
using Podclip.LocalCluster;

namespace Podclip.Paperclip.Tests.Execution;

/// <summary>What is planned, as an API server sees it: every field known, every value valid, and the pod within Pod Security "restricted".</summary>
public sealed class AdmissionTests : IAsyncLifetime, IDisposable
{
    private const string Namespace = "restricted";
    private readonly TemporaryFolder _folder = new();
    private EmbeddedCluster _cluster = null!;
    private HttpClient _http = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _cluster = await EmbeddedCluster.StartAsync(new EmbeddedClusterOptions { StateDirectory = _folder.Path, SupervisorCommand = ["/bin/false"] }, Token);
#pragma warning disable CA5359 // The certificate is this process's own.
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, SslOptions = { RemoteCertificateValidationCallback = static (_, _, _, _) => true } }) { BaseAddress = _cluster.Server };
#pragma warning restore CA5359
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(Path.Combine(_folder.Path, "token"), Token)).Trim());
        await PostAsync("/api/v1/namespaces", """{"metadata": {"name": "restricted", "labels": {"pod-security.kubernetes.io/enforce": "restricted"}}}""", HttpStatusCode.Created);
        await PostAsync($"/api/v1/namespaces/{Namespace}/serviceaccounts", """{"metadata": {"name": "agent"}}""", HttpStatusCode.Created);
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        Dispose();
    }

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Each_configuration_makes_objects_that_are_admitted()
    {
        foreach (var scenario in PlanScenario.All)
        {
            var objects = RunPlanner.Plan(scenario.Plan().Request, RunIdentity.Create(TimeProvider.System, "owner"));
            var job = JsonSerializer.SerializeToNode(objects.Job, ResourceTypes.Jobs.ObjectJson)!;
            await PostAsync($"/apis/batch/v1/namespaces/{Namespace}/jobs?dryRun=All&fieldValidation=Strict", job.ToJsonString(), HttpStatusCode.Created);
            foreach (var secret in objects.Secrets)
            {
                await PostAsync($"/api/v1/namespaces/{Namespace}/secrets?dryRun=All&fieldValidation=Strict", JsonSerializer.Serialize(secret, ResourceTypes.Secrets.ObjectJson), HttpStatusCode.Created);
            }

            // Only a folder of the node is more than "restricted" admits, and only the embedded cluster is given one.
            var pod = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Pod", ["metadata"] = new JsonObject { ["name"] = "pod" }, ["spec"] = job["spec"]!["template"]!["spec"]!.DeepClone() };
            await PostAsync(
                $"/api/v1/namespaces/{Namespace}/pods?dryRun=All&fieldValidation=Strict",
                pod.ToJsonString(),
                scenario.IsEmbedded ? HttpStatusCode.Forbidden : HttpStatusCode.Created,
                scenario.Name);
        }
    }

    private async Task PostAsync(string path, string body, HttpStatusCode expected, string about = "")
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), content, Token);
        Assert.True(answer.StatusCode == expected, $"{about} {path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync(Token)}");
    }
}
