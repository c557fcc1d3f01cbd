using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Schema;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests.Api;

/// <summary>Bodies in protobuf; those in Bodies/ were sent by kubectl 1.32.4.</summary>
public class ProtobufTests
{
    private const string Protobuf = "application/vnd.kubernetes.protobuf";

    public static TheoryData<string, string> Sent => new()
    {
        { "secrets", """{"kind":"Secret","apiVersion":"v1","metadata":{"name":"hush"},"data":{"empty":"","token":"czNjcmV0"},"type":"example.com/kind"}""" },
        { "configmaps", """{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"conf"},"data":{"a":"b"}}""" },
        { "namespaces", """{"kind":"Namespace","apiVersion":"v1","metadata":{"name":"mine"},"spec":{},"status":{}}""" },
        { "serviceaccounts", """{"kind":"ServiceAccount","apiVersion":"v1","metadata":{"name":"robot"}}""" },
        { "jobs", """{"kind":"Job","apiVersion":"batch/v1","metadata":{"name":"hello"},"spec":{"template":{"metadata":{},"spec":{"containers":[{"name":"hello","image":"busybox:1","command":["sh","-c","echo hello"],"resources":{}}],"restartPolicy":"Never"}}},"status":{}}""" },
    };

    [Theory]
    [InlineData("roles", """{"kind":"Role","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"reader"},"rules":[{"verbs":["get","list"],"apiGroups":[""],"resources":["pods","pods/log"]}]}""")]
    [InlineData("rolebindings", """{"kind":"RoleBinding","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"readers"},"subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"ann"},{"kind":"ServiceAccount","name":"robot","namespace":"default"}],"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"reader"}}""")]
    [InlineData("resourcequotas", """{"kind":"ResourceQuota","apiVersion":"v1","metadata":{"name":"small"},"spec":{"hard":{"pods":"3","requests.cpu":"500m"}},"status":{}}""")]
    [InlineData("selfsubjectaccessreviews", """{"kind":"SelfSubjectAccessReview","apiVersion":"authorization.k8s.io/v1","metadata":{},"spec":{"resourceAttributes":{"namespace":"default","verb":"create","resource":"pods"}},"status":{"allowed":false}}""")]
    [InlineData("selfsubjectrulesreviews", """{"kind":"SelfSubjectRulesReview","apiVersion":"authorization.k8s.io/v1","metadata":{},"spec":{"namespace":"default"},"status":{"incomplete":false}}""")]
    [InlineData("selfsubjectreviews", """{"kind":"SelfSubjectReview","apiVersion":"authentication.k8s.io/v1","metadata":{},"status":{"userInfo":{}}}""")]
    [InlineData("token", """{"kind":"TokenRequest","apiVersion":"authentication.k8s.io/v1","metadata":{},"spec":{"expirationSeconds":600},"status":{}}""")]
    [MemberData(nameof(Sent))]
    public void What_kubectl_sends_reads_as_the_JSON_it_would_have_sent(string name, string json)
    {
        var decoded = ProtobufDecoder.DecodeBody(Body(name), SchemaCatalog.Default.Find);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), decoded), decoded.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Sent))]
    public async Task A_body_of_kubectl_makes_the_object(string name, string json)
    {
        await using var cluster = await TestCluster.StartAsync();
        var answer = await PostAsync(cluster, PathOf(name), Body(name));
        Assert.True(answer.Status == HttpStatusCode.Created, answer.Text);
        Assert.Equal(JsonNode.Parse(json).Text("metadata", "name"), answer.Json.Text("metadata", "name"));
    }

    [Theory]
    [MemberData(nameof(Sent))]
    public void A_body_cut_anywhere_is_an_error_or_an_object_never_a_crash(string name, string json)
    {
        Assert.NotEmpty(json);
        var whole = Body(name);
        for (var length = 0; length < whole.Length; length++)
        {
            var cut = Record.Exception(() => ProtobufDecoder.DecodeBody(whole.AsSpan(0, length), SchemaCatalog.Default.Find));
            Assert.True(cut is null or ProtobufException, $"{length} bytes: {cut}");
        }
    }

    [Fact]
    public void Random_changes_of_a_body_are_an_error_or_an_object_never_a_crash()
    {
        var random = new Random(20261126);
        foreach (var name in Sent.Select(s => s.Data.Item1))
        {
            for (var i = 0; i < 5000; i++)
            {
                var bytes = Body(name);
                for (var changes = random.Next(1, 4); changes > 0; changes--)
                {
                    bytes[random.Next(4, bytes.Length)] = (byte)random.Next(256);
                }

                var error = Record.Exception(() => ProtobufDecoder.DecodeBody(bytes, SchemaCatalog.Default.Find));
                Assert.True(error is null or ProtobufException, $"{Convert.ToBase64String(bytes)}: {error}");
            }
        }
    }

    [Fact]
    public async Task A_malformed_body_is_a_bad_request()
    {
        await using var cluster = await TestCluster.StartAsync();
        foreach (var body in (byte[][])[[], "{}"u8.ToArray(), Body("secrets")[..40], [.. "k8s\0"u8, 0xff]])
        {
            var answer = await PostAsync(cluster, PathOf("secrets"), body);
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            Assert.Equal("BadRequest", answer.Json.Text("reason"));
        }
    }

    [Fact]
    public void Numbers_times_quantities_and_unknown_fields_are_read()
    {
        // ObjectMeta: an unknown field 99, generation (7), deletionTimestamp (9), deletionGracePeriodSeconds (10) of zero, a negative unknown varint.
        byte[] message = [0x9a, 0x06, 0x02, 0x01, 0x02, 0x38, 0x07, 0x4a, 0x06, 0x08, 0x80, 0x92, 0xb8, 0xc3, 0x06, 0x50, 0x00];
        Assert.Equal(
            """{"generation":7,"deletionTimestamp":"2025-07-09T06:15:28Z","deletionGracePeriodSeconds":0}""",
            ProtobufDecoder.Decode(message, SchemaCatalog.Default["ObjectMeta"]).ToJsonString());

        // ResourceRequirements.limits: cpu = Quantity "500m". HTTPGetAction.port: the text "web", then the number 80.
        Assert.Equal("""{"limits":{"cpu":"500m"}}""", ProtobufDecoder.Decode([0x0a, 0x0d, 0x0a, 0x03, .. "cpu"u8, 0x12, 0x06, 0x0a, 0x04, .. "500m"u8], SchemaCatalog.Default["ResourceRequirements"]).ToJsonString());
        Assert.Equal("""{"port":"web"}""", ProtobufDecoder.Decode([0x12, 0x07, 0x08, 0x01, 0x1a, 0x03, .. "web"u8], SchemaCatalog.Default["HTTPGetAction"]).ToJsonString());
        Assert.Equal("""{"port":80}""", ProtobufDecoder.Decode([0x12, 0x04, 0x08, 0x00, 0x10, 0x50], SchemaCatalog.Default["HTTPGetAction"]).ToJsonString());

        // Volume: the source is a message of its own there and inline in JSON. Its emptyDir is empty, which is not nothing.
        Assert.Equal("""{"name":"v","emptyDir":{}}""", ProtobufDecoder.Decode([0x0a, 0x01, .. "v"u8, 0x12, 0x02, 0x12, 0x00], SchemaCatalog.Default["Volume"]).ToJsonString());

        // A pointer to false is written out; a plain false is not there. Negative int32 have ten bytes.
        Assert.Equal("""{"suspend":false}""", ProtobufDecoder.Decode([0x50, 0x00], SchemaCatalog.Default["JobSpec"]).ToJsonString());
        Assert.Equal("{}", ProtobufDecoder.Decode([0x58, 0x00], SchemaCatalog.Default["PodSpec"]).ToJsonString());
        Assert.Equal("""{"backoffLimit":-1}""", ProtobufDecoder.Decode([0x38, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01], SchemaCatalog.Default["JobSpec"]).ToJsonString());
    }

    [Fact]
    public void Every_field_of_the_schema_has_its_number()
    {
        // Newer than the release whose protobuf form is written down.
        string[] without = ["Condition.observedGeneration", "Container.targetContainerName", "Lifecycle.stopSignal", "PodStatus.observedGeneration", "PodCondition.observedGeneration"];
        var missing = SchemaCatalog.Default.Types
            .SelectMany(type => type.Fields.Where(f => f.Name is not ("kind" or "apiVersion") && !type.Protobuf.Has(f.Name)).Select(f => $"{type.Name}.{f.Name}"))
            .Except(without, StringComparer.Ordinal);
        Assert.Equal([], missing);
    }

    [Fact]
    public async Task A_deletion_takes_its_options_in_protobuf()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.CreateAsync("/api/v1/namespaces/default/configmaps", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "c" } });

        // Unknown{typeMeta{v1, DeleteOptions}, raw: DeleteOptions{preconditions{uid: nope}}}
        byte[] options = [.. "k8s\0"u8, 0x0a, 0x13, 0x0a, 0x02, .. "v1"u8, 0x12, 0x0d, .. "DeleteOptions"u8, 0x12, 0x08, 0x12, 0x06, 0x0a, 0x04, .. "nope"u8];
        var answer = await SendAsync(cluster, "DELETE", "/api/v1/namespaces/default/configmaps/c", options, Protobuf);
        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
    }

    [Theory]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  text: |\n    two\n    lines\n  quoted: \"5\"\n", HttpStatusCode.Created, "two\nlines\n")]
    [InlineData("metadata: {name: c}\ndata: {text: 5}", HttpStatusCode.BadRequest, "json: cannot unmarshal number into Go struct field ConfigMap.data.text of type string")]
    [InlineData("metadata: &a {name: c}\nbinaryData: *a", HttpStatusCode.BadRequest, "anchors and aliases are not read here")]
    [InlineData("a: [", HttpStatusCode.BadRequest, "yaml parse error")]
    public async Task A_YAML_body_is_read(string yaml, HttpStatusCode status, string expected)
    {
        await using var cluster = await TestCluster.StartAsync();
        var answer = await SendAsync(cluster, "POST", "/api/v1/namespaces/default/configmaps", Encoding.UTF8.GetBytes(yaml), "application/yaml");
        Assert.Equal(status, answer.Status);
        Assert.Contains(expected, answer.Json.Text("data", "text") ?? answer.Json.Text("message")!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deeply_nested_YAML_is_refused()
    {
        await using var cluster = await TestCluster.StartAsync();
        var answer = await SendAsync(cluster, "POST", "/api/v1/namespaces/default/configmaps", Encoding.UTF8.GetBytes("a: " + new string('[', 100_000)), "application/yaml");
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    private static string PathOf(string name) => name switch
    {
        "namespaces" => "/api/v1/namespaces",
        "jobs" => "/apis/batch/v1/namespaces/default/jobs",
        _ => "/api/v1/namespaces/default/" + name,
    };

    private static byte[] Body(string name) =>
        Convert.FromBase64String(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Api", "Bodies", $"kubectl-create-{name}.b64")));

    private static Task<ApiAnswer> PostAsync(TestCluster cluster, string path, byte[] body) => SendAsync(cluster, "POST", path + "?fieldValidation=Strict", body, Protobuf);

    private static async Task<ApiAnswer> SendAsync(TestCluster cluster, string method, string path, byte[] body, string contentType)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new ByteArrayContent(body) };
        request.Headers.TryAddWithoutValidation("Accept", $"{Protobuf},application/json");
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        using var response = await cluster.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return await ApiAnswer.ReadAsync(response);
    }
}
