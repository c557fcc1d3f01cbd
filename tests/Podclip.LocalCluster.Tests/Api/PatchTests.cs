using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Podclip.LocalCluster.Api;
using Podclip.LocalCluster.Api.Patching;
using Podclip.LocalCluster.Schema;

namespace Podclip.LocalCluster.Tests.Api;

public class PatchTests
{
    private static JsonObject Apply(string form, string type, string document, string patch) =>
        DocumentPatch.Parse($"application/{form}+json", Encoding.UTF8.GetBytes(patch), SchemaCatalog.Default[type]).Apply((JsonObject)JsonNode.Parse(document)!);

    private static void AssertJson(string expected, JsonNode actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"expected {expected}\nbut was  {actual.ToJsonString()}");

    /// <summary>The examples of RFC 7386 that are objects.</summary>
    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"a":null}""", "{}")]
    [InlineData("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [InlineData("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("{}", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    public void Merge_patches_apply(string document, string patch, string expected) => AssertJson(expected, Apply("merge-patch", "Job", document, patch));

    [Theory]
    [InlineData("""{"a":{"b":1}}""", """[{"op":"add","path":"/a/c","value":2}]""", """{"a":{"b":1,"c":2}}""")]
    [InlineData("""{"a":[1,3]}""", """[{"op":"add","path":"/a/1","value":2},{"op":"add","path":"/a/-","value":4}]""", """{"a":[1,2,3,4]}""")]
    [InlineData("""{"a":[1,2]}""", """[{"op":"remove","path":"/a/0"}]""", """{"a":[2]}""")]
    [InlineData("""{"a/b":{"c~d":1}}""", """[{"op":"replace","path":"/a~1b/c~0d","value":2}]""", """{"a/b":{"c~d":2}}""")]
    [InlineData("""{"a":1}""", """[{"op":"move","from":"/a","path":"/b"},{"op":"copy","from":"/b","path":"/c"}]""", """{"b":1,"c":1}""")]
    [InlineData("""{"a":{"b":[1]}}""", """[{"op":"test","path":"/a","value":{"b":[1]}},{"op":"test","path":"/x","value":null}]""", """{"a":{"b":[1]}}""")]
    public void Json_patches_apply(string document, string patch, string expected) => AssertJson(expected, Apply("json-patch", "Job", document, patch));

    [Theory]
    [InlineData("""[{"op":"remove","path":"/x"}]""")]
    [InlineData("""[{"op":"add","path":"/x/y","value":1}]""")]
    [InlineData("""[{"op":"add","path":"/l/2","value":1}]""")]
    [InlineData("""[{"op":"replace","path":"/l/1","value":1}]""")]
    [InlineData("""[{"op":"test","path":"/a","value":2}]""")]
    [InlineData("""[{"op":"unknown","path":"/a"}]""")]
    [InlineData("""[{"op":"add","path":"a","value":1}]""")]
    public void Json_patches_that_do_not_apply_are_refused(string patch) =>
        Assert.Equal(422, Assert.Throws<ApiException>(() => Apply("json-patch", "Job", """{"a":1,"l":[0]}""", patch)).Code);

    [Fact]
    public void Strategic_patches_merge_containers_and_their_variables_by_name() => AssertJson(
        """{"spec":{"containers":[{"name":"a","image":"2","env":[{"name":"Y","value":"3"},{"name":"X","value":"1"}]},{"name":"b","image":"1"}]}}""",
        Apply(
            "strategic-merge-patch",
            "Pod",
            """{"spec":{"containers":[{"name":"a","image":"1","env":[{"name":"X","value":"1"}]},{"name":"b","image":"1"}]}}""",
            """{"spec":{"containers":[{"name":"a","image":"2","env":[{"name":"Y","value":"3"}]}]}}"""));

    [Fact]
    public void Strategic_patches_delete_replace_and_unite()
    {
        AssertJson(
            """{"spec":{"containers":[{"name":"b"}]}}""",
            Apply("strategic-merge-patch", "Pod", """{"spec":{"containers":[{"name":"a"},{"name":"b"}]}}""", """{"spec":{"containers":[{"name":"a","$patch":"delete"}]}}"""));
        AssertJson(
            """{"metadata":{"labels":{"only":"x"}}}""",
            Apply("strategic-merge-patch", "Pod", """{"metadata":{"labels":{"a":"b"}}}""", """{"metadata":{"labels":{"$patch":"replace","only":"x"}}}"""));
        AssertJson(
            """{"metadata":{"finalizers":["a","b"]}}""",
            Apply("strategic-merge-patch", "Pod", """{"metadata":{"finalizers":["a"]}}""", """{"metadata":{"finalizers":["b","a"]}}"""));
        AssertJson(
            """{"metadata":{"finalizers":["b"]}}""",
            Apply("strategic-merge-patch", "Pod", """{"metadata":{"finalizers":["a","b"]}}""", """{"metadata":{"$deleteFromPrimitiveList/finalizers":["a"]}}"""));
    }

    [Fact]
    public void The_order_a_strategic_patch_sets_is_kept() => AssertJson(
        """{"spec":{"containers":[{"name":"c"},{"name":"a"},{"name":"b"}]}}""",
        Apply(
            "strategic-merge-patch",
            "Pod",
            """{"spec":{"containers":[{"name":"a"},{"name":"b"},{"name":"c"}]}}""",
            """{"spec":{"$setElementOrder/containers":[{"name":"c"},{"name":"a"},{"name":"b"}]}}"""));

    [Fact]
    public void Applying_a_merge_patch_twice_changes_nothing_more()
    {
        var leaf = Gen.Elements<JsonNode?>(null, JsonValue.Create(1), JsonValue.Create("x"), new JsonArray(1, 2));
        Gen<JsonObject> Tree(int depth) => Gen.Elements("a", "b", "c").SelectMany(name => (depth == 0
            ? leaf
            : Gen.OneOf(leaf, Tree(depth - 1).Select(t => (JsonNode?)t))).Select(value => new JsonObject { [name] = value?.DeepClone() }));
        var pair = Tree(3).SelectMany(document => Tree(3).Select(patch => (document.ToJsonString(), patch.ToJsonString())));
        Check.QuickThrowOnFailure(Prop.ForAll(pair.ToArbitrary(), given =>
        {
            var once = Apply("merge-patch", "Job", given.Item1, given.Item2);
            return JsonNode.DeepEquals(once, Apply("merge-patch", "Job", once.ToJsonString(), given.Item2));
        }));
    }
}
