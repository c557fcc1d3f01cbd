using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests.Api;

/// <summary>What discovery says of the kinds that are served is what a real server says of them.</summary>
public class DiscoveryRecordingTests
{
    [Theory]
    [InlineData("discovery-api-v1")]
    [InlineData("discovery-batch-v1")]
    public async Task A_group_lists_its_resources_as_a_real_server_does(string name)
    {
        await using var cluster = await TestCluster.StartAsync();
        var recording = WireRecording.Load(name);
        var document = await cluster.GetAsync(recording.Path);
        Assert.NotEmpty(document.Items("resources"));
        AssertSubsequence(recording.Answer.Items("resources"), document.Items("resources"));
        Assert.Equal(WithoutMember(recording.Answer!, "resources"), WithoutMember(document, "resources"));
    }

    [Theory]
    [InlineData("discovery-api-aggregated")]
    [InlineData("discovery-apis-aggregated")]
    public async Task The_aggregated_document_is_as_a_real_server_s(string name)
    {
        await using var cluster = await TestCluster.StartAsync();
        var recording = WireRecording.Load(name);
        var answer = await cluster.SendAsync("GET", recording.Path, accept: recording.Accept);
        Assert.Equal(recording.Exchange.Text("response", "headers", "content-type"), answer.ContentType);
        Assert.Equal("Accept", answer.Headers["Vary"]);
        Assert.Equal(WithoutMember(recording.Answer!, "items"), WithoutMember(answer.Json!, "items"));
        var groups = recording.Answer.Items("items").ToList();
        foreach (var group in answer.Json.Items("items"))
        {
            var real = groups.Single(g => g.Text("metadata", "name") == group.Text("metadata", "name"));
            foreach (var resource in group.Items("versions").Single().Items("resources"))
            {
                var expected = real.Items("versions").First().Items("resources").Single(r => r.Text("resource") == resource.Text("resource"));
                AssertSubsequence(expected.Items("subresources"), resource.Items("subresources"));
                Assert.Equal(WithoutMember(expected, "subresources"), WithoutMember(resource, "subresources"));
            }
        }
    }

    [Fact]
    public async Task Groups_come_in_the_real_server_s_order()
    {
        await using var cluster = await TestCluster.StartAsync();
        var recording = WireRecording.Load("discovery-apis-plain");
        AssertSubsequence(recording.Answer.Items("groups"), (await cluster.GetAsync(recording.Path)).Items("groups"));
    }

    [Fact]
    public async Task The_core_versions_are_named()
    {
        await using var cluster = await TestCluster.StartAsync();
        var recording = WireRecording.Load("discovery-api-plain");
        Assert.Equal(WithoutMember(recording.Answer!, "serverAddressByClientCIDRs"), WithoutMember(await cluster.GetAsync(recording.Path), "serverAddressByClientCIDRs"));
    }

    private static void AssertSubsequence(IEnumerable<JsonNode> recorded, IEnumerable<JsonNode> served)
    {
        var rest = recorded.Select(r => r.ToJsonString()).ToList();
        foreach (var entry in served.Select(s => s.ToJsonString()))
        {
            var at = rest.IndexOf(entry);
            Assert.True(at >= 0, $"not (or not here) in the recording: {entry}");
            rest.RemoveRange(0, at + 1);
        }
    }

    private static string WithoutMember(JsonNode document, string member)
    {
        var copy = (JsonObject)document.DeepClone();
        copy.Remove(member);
        return copy.ToJsonString();
    }
}
