using System.Text.Json.Nodes;
using Podclip.LocalCluster.Schema;

namespace Podclip.LocalCluster.Tests.Api;

public class SchemaTests
{
    private static (JsonObject Document, IReadOnlyList<string> UnknownFields) Decode(string type, string json) =>
        DocumentDecoder.Decode((JsonObject)JsonNode.Parse(json)!, SchemaCatalog.Default[type]);

    [Fact]
    public void Unknown_fields_are_named_and_dropped_at_any_depth()
    {
        var (document, unknown) = Decode("Pod", """{"metadata":{"name":"p"},"spec":{"nope":1,"containers":[{"name":"a"},{"name":"b","typo":{}}]}}""");
        Assert.Equal(["spec.nope", "spec.containers[1].typo"], unknown);
        Assert.DoesNotContain("typo", document.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nulls_and_empty_lists_vanish_and_members_come_in_order()
    {
        var (document, _) = Decode("Secret", """{"type":"Opaque","data":{"b":"YQ==","a":"YQ=="},"metadata":{"labels":{},"finalizers":[],"name":"s","annotations":null},"kind":"Secret"}""");
        Assert.Equal("""{"kind":"Secret","metadata":{"name":"s","creationTimestamp":null},"data":{"a":"YQ==","b":"YQ=="},"type":"Opaque"}""", document.ToJsonString());
    }

    [Theory]
    [InlineData("Job", """{"spec":{"suspend":"yes"}}""", "json: cannot unmarshal string into Go struct field JobSpec.spec.suspend of type bool")]
    [InlineData("Job", """{"spec":{"completions":3000000000}}""", "json: cannot unmarshal number 3000000000 into Go struct field JobSpec.spec.completions of type int32")]
    [InlineData("Job", """{"spec":[]}""", "json: cannot unmarshal array into Go struct field Job.spec of type v1.JobSpec")]
    [InlineData("Pod", """{"spec":{"containers":[{"env":[{"name":"A","value":1}]}]}}""", "json: cannot unmarshal number into Go struct field EnvVar.spec.containers.env.value of type string")]
    [InlineData("Pod", """{"metadata":{"labels":{"a":true}}}""", "json: cannot unmarshal bool into Go struct field ObjectMeta.metadata.labels.a of type string")]
    [InlineData("Secret", """{"data":{"a":"*"}}""", "illegal base64 data at input byte 0")]
    public void A_value_of_the_wrong_type_is_an_error_that_names_it(string type, string json, string message) =>
        Assert.Equal(message, Assert.Throws<FieldDecodingException>(() => Decode(type, json)).Message);

    [Theory]
    [InlineData("100m", true)]
    [InlineData("1.5Gi", true)]
    [InlineData("2e3", true)]
    [InlineData(".5", true)]
    [InlineData("-1", true)]
    [InlineData("abc", false)]
    [InlineData("1GB", false)]
    [InlineData("", false)]
    public void Quantities_are_checked(string text, bool isOne)
    {
        var json = new JsonObject { ["spec"] = new JsonObject { ["overhead"] = new JsonObject { ["cpu"] = text } } }.ToJsonString();
        var error = Record.Exception(() => Decode("Pod", json));
        Assert.Equal(isOne, error is null);
    }

    [Fact]
    public void A_field_of_an_unknown_type_is_found_when_the_schema_is_read() =>
        Assert.Throws<FormatException>(() => SchemaCatalog.Parse("A b:Missing"));
}
