using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace Podclip.LocalCluster.Tests;

/// <summary>A running cluster with a client that speaks plain HTTP to it.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly bool _ownsDirectory;

    private TestCluster(EmbeddedCluster cluster, string directory, bool ownsDirectory)
    {
        Cluster = cluster;
        Directory = directory;
        _ownsDirectory = ownsDirectory;
        Client = NewClient();
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", File.ReadAllText(Path.Combine(directory, "token")));
    }

    public EmbeddedCluster Cluster { get; }

    public string Directory { get; }

    public HttpClient Client { get; }

    public FakeKubelet Kubelet { get; private set; } = null!;

    public List<ApiRequestRecord> Requests { get; private set; } = [];

    /// <summary>Starts a cluster whose pods do what the test says.</summary>
    public static Task<TestCluster> StartAsync(string? directory = null, TimeProvider? timeProvider = null) =>
        StartAsync(directory, timeProvider, supervisor: null);

    /// <summary>Starts a cluster whose pods are processes.</summary>
    public static Task<TestCluster> StartWithKubeletAsync(IReadOnlyList<string> supervisor, string? directory = null) =>
        StartAsync(directory, timeProvider: null, supervisor);

    private static async Task<TestCluster> StartAsync(string? directory, TimeProvider? timeProvider, IReadOnlyList<string>? supervisor)
    {
        var owns = directory is null;
        directory ??= System.IO.Directory.CreateTempSubdirectory("podclip-cluster-").FullName;
        FakeKubelet? kubelet = null;
        var requests = new List<ApiRequestRecord>();
        var options = new EmbeddedClusterOptions
        {
            StateDirectory = directory,
            SupervisorCommand = supervisor ?? ["false"],
            TimeProvider = timeProvider ?? TimeProvider.System,
            LoggerFactory = new TestOutputLoggerFactory(),
            OnRequest = request =>
            {
                lock (requests)
                {
                    requests.Add(request);
                }
            },
        };
        var cluster = supervisor is null
            ? await EmbeddedCluster.StartAsync(options, context => kubelet = new FakeKubelet(context), TestContext.Current.CancellationToken)
            : await EmbeddedCluster.StartAsync(options, TestContext.Current.CancellationToken);
        var test = new TestCluster(cluster, directory, owns) { Kubelet = kubelet! };
        test.Requests = requests;
        return test;
    }

    public HttpClient NewClient()
    {
        var authority = X509Certificate2.CreateFromPem(File.ReadAllText(Path.Combine(Directory, "pki", "ca.crt")));
        var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { authority },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
        };
        return new HttpClient(handler) { BaseAddress = Cluster.Server, Timeout = TimeSpan.FromSeconds(30) };
    }

    public async Task<ApiAnswer> SendAsync(string method, string path, JsonNode? body = null, string contentType = "application/json", string? accept = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        }

        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return await ApiAnswer.ReadAsync(response);
    }

    public async Task<JsonNode> GetAsync(string path)
    {
        var answer = await SendAsync("GET", path);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer.Json!;
    }

    public async Task<JsonNode> CreateAsync(string path, JsonNode body)
    {
        var answer = await SendAsync("POST", path, body);
        Assert.True(answer.Status == HttpStatusCode.Created, answer.Text);
        return answer.Json!;
    }

    /// <summary>Waits until what a path answers is as wanted, looking again at each change in the store.</summary>
    public async Task<JsonNode> WaitForAsync(string path, Func<JsonNode, bool> isWanted)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        JsonNode? last = null;
        try
        {
            while (true)
            {
                var version = Cluster.Store.Version;
                var answer = await SendAsync("GET", path);
                last = answer.Json;
                if (answer.Status == HttpStatusCode.OK && isWanted(last!))
                {
                    return last!;
                }

                await Cluster.Store.WaitForChangeAsync(version, limit.Token);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            Assert.Fail($"{path} never became what was wanted: {last?.ToJsonString()}");
            throw;
        }
    }

    /// <summary>Waits until a pod's log begins with a text.</summary>
    public async Task WaitForLogAsync(string pod, string text) =>
        Assert.Equal(text, (await SendAsync("GET", $"/api/v1/namespaces/default/pods/{pod}/log?follow=true&limitBytes={text.Length}")).Text);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Cluster.DisposeAsync();
        if (_ownsDirectory)
        {
            System.IO.Directory.Delete(Directory, recursive: true);
        }
    }
}
