using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Kubelet;
using Podclip.LocalCluster.Storage;
using Podclip.LocalCluster.Tests.Kubelet;

namespace Podclip.LocalCluster.Tests.Security;

/// <summary>What a client in a pod finds of the API server.</summary>
public sealed class InClusterAccessTests
{
    private const string Pods = "/api/v1/namespaces/default/pods";
    private const string Accounts = "/api/v1/namespaces/default/serviceaccounts";
    private const string Authority = "/api/v1/namespaces/default/configmaps/kube-root-ca.crt";
    private const string MountPath = "/var/run/secrets/kubernetes.io/serviceaccount";

    [Fact]
    public async Task A_pod_has_a_token_the_authority_its_namespace_and_the_address()
    {
        await using var cluster = await TestCluster.StartWithKubeletAsync([TestNode.SupervisorProgram, "supervise-pod"]);
        try
        {
            await cluster.CreateAsync(Pods, Pod(
                "p",
                $"cd {MountPath}; ls; stat -c %a token; cat namespace; echo; echo $KUBERNETES_SERVICE_HOST:$KUBERNETES_SERVICE_PORT $(ADDRESS); cat ca.crt; echo; cat token",
                c => c["env"] = new JsonArray(new JsonObject { ["name"] = "ADDRESS", ["value"] = "$(KUBERNETES_PORT)" })));
            await cluster.WaitForAsync($"{Pods}/p", p => p.Text("status", "phase") == "Succeeded");

            var log = (await cluster.SendAsync("GET", $"{Pods}/p/log")).Text;

            var authority = await File.ReadAllTextAsync(Path.Combine(cluster.Directory, "pki", "ca.crt"), TestContext.Current.CancellationToken);
            var server = cluster.Cluster.Server;
            var expected = $"ca.crt\nnamespace\ntoken\n600\ndefault\n{server.Host}:{server.Port} tcp://{server.Host}:{server.Port}\n{authority}\n";
            Assert.StartsWith(expected, log, StringComparison.Ordinal);
            var token = log[expected.Length..];
            Assert.Equal((HttpStatusCode.Created, "system:serviceaccount:default:default"), await WhoAmIAsync(cluster, token));
            await cluster.SendAsync("DELETE", $"{Pods}/p?gracePeriodSeconds=0");
            Assert.Equal((HttpStatusCode.Unauthorized, null), await WhoAmIAsync(cluster, token));
        }
        finally
        {
            await cluster.Cluster.DisposeAsync();
            await ClusterTeardown.RunAsync(cluster.Directory, TimeProvider.System, CancellationToken.None);
        }
    }

    [Fact]
    public async Task The_volume_is_the_one_that_the_real_server_adds()
    {
        await using var cluster = await TestCluster.StartAsync();
        var made = await cluster.CreateAsync(Pods, Pod("p", "true", _ => { }));

        var volume = made.Items("spec", "volumes").Single();
        Assert.Matches("^kube-api-access-[bcdfghjklmnpqrstvwxz2456789]{5}$", volume.Text("name"));
        var expected = TestYaml.Read(
            """
            defaultMode: 420
            sources:
            - serviceAccountToken: {expirationSeconds: 3607, path: token}
            - configMap: {name: kube-root-ca.crt, items: [{key: ca.crt, path: ca.crt}]}
            - downwardAPI: {items: [{path: namespace, fieldRef: {apiVersion: v1, fieldPath: metadata.namespace}}]}
            """);
        Assert.True(JsonNode.DeepEquals(expected, volume["projected"]), volume.ToJsonString());
        var mount = made.Items("spec", "containers").Single().Items("volumeMounts").Single();
        Assert.Equal($"{{\"name\":\"{volume.Text("name")}\",\"readOnly\":true,\"mountPath\":\"{MountPath}\"}}", mount.ToJsonString());
    }

    [Fact]
    public async Task A_pod_or_its_account_can_do_without_and_the_pod_decides()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.CreateAsync(Accounts, new JsonObject { ["metadata"] = new JsonObject { ["name"] = "closed" }, ["automountServiceAccountToken"] = false });

        Assert.Empty((await CreateAsync("a", spec => spec["automountServiceAccountToken"] = false)).Items("spec", "volumes"));
        Assert.Empty((await CreateAsync("b", spec => spec["serviceAccountName"] = "closed")).Items("spec", "volumes"));
        Assert.Single((await CreateAsync("c", spec => (spec["serviceAccountName"], spec["automountServiceAccountToken"]) = ("closed", true))).Items("spec", "volumes"));

        async Task<JsonNode> CreateAsync(string name, Action<JsonObject> change)
        {
            var pod = Pod(name, "true", _ => { });
            change((JsonObject)pod["spec"]!);
            return await cluster.CreateAsync(Pods, pod);
        }
    }

    [Fact]
    public async Task A_container_that_has_something_there_keeps_it()
    {
        await using var cluster = await TestCluster.StartAsync();
        var pod = Pod("p", "true", c => c["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = "own", ["mountPath"] = MountPath }));
        pod["spec"]!["volumes"] = new JsonArray(new JsonObject { ["name"] = "own", ["emptyDir"] = new JsonObject() });
        var made = await cluster.CreateAsync(Pods, pod);

        Assert.Equal("own", made.Items("spec", "volumes").Single().Text("name"));
    }

    [Fact]
    public async Task The_authority_is_in_each_namespace_and_comes_back()
    {
        await using var cluster = await TestCluster.StartAsync();
        var authority = await File.ReadAllTextAsync(Path.Combine(cluster.Directory, "pki", "ca.crt"), TestContext.Current.CancellationToken);
        await cluster.WaitForAsync(Authority, IsThere);
        await cluster.SendAsync("DELETE", Authority);
        await cluster.WaitForAsync(Authority, IsThere);
        await cluster.SendAsync("PATCH", Authority, new JsonObject { ["data"] = new JsonObject { ["ca.crt"] = "forged" } }, "application/merge-patch+json");
        await cluster.WaitForAsync(Authority, IsThere);
        await cluster.CreateAsync("/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "other" } });
        await cluster.WaitForAsync(Authority.Replace("default", "other", StringComparison.Ordinal), IsThere);

        bool IsThere(JsonNode map) => map.Text("data", "ca.crt") == authority;
    }

    private static JsonObject Pod(string name, string script, Action<JsonObject> change)
    {
        var container = new JsonObject { ["name"] = "main", ["image"] = "host:1", ["command"] = new JsonArray("/bin/sh", "-c", script) };
        change(container);
        return new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name },
            ["spec"] = new JsonObject { ["restartPolicy"] = "Never", ["containers"] = new JsonArray(container) },
        };
    }

    private static async Task<(HttpStatusCode Status, string? User)> WhoAmIAsync(TestCluster cluster, string token)
    {
        using var client = cluster.NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var body = new StringContent("{}", Encoding.UTF8, "application/json");
        using var response = await client.PostAsync("/apis/authentication.k8s.io/v1/selfsubjectreviews", body, TestContext.Current.CancellationToken);
        var answer = await ApiAnswer.ReadAsync(response);
        return (answer.Status, answer.Json.Text("status", "userInfo", "username"));
    }
}
