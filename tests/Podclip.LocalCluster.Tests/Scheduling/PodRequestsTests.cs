using System.Text.Json.Nodes;
using Podclip.LocalCluster.Scheduling;

namespace Podclip.LocalCluster.Tests.Scheduling;

public sealed class PodRequestsTests
{
    [Fact]
    public void Containers_and_overhead_are_added()
    {
        var requests = PodRequests.Of(Pod([], [Container("cpu", "100m"), Container("cpu", "1"), Container("memory", "1Gi")], overhead: "50m"));

        Assert.Equal(1.15m, requests["cpu"]);
        Assert.Equal(1024m * 1024 * 1024, requests["memory"]);
    }

    [Theory]
    [InlineData("2", "3", "1", "3")]
    [InlineData("2", "1", "3", "3")]
    [InlineData("500m", "1500m", "1", "1.5")]
    public void The_most_that_an_init_container_needs_counts_where_it_is_more(string first, string second, string main, string expected)
    {
        var requests = PodRequests.Of(Pod([Container("cpu", first), Container("cpu", second)], [Container("cpu", main)]));

        Assert.Equal(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), requests["cpu"]);
    }

    [Fact]
    public void A_sidecar_counts_with_the_containers_and_with_init_containers_after_it()
    {
        Assert.Equal(3m, PodRequests.Of(Pod([Container("cpu", "3"), Sidecar("1")], [Container("cpu", "1")]))["cpu"]);
        Assert.Equal(4m, PodRequests.Of(Pod([Sidecar("1"), Container("cpu", "3")], [Container("cpu", "1")]))["cpu"]);
        Assert.Equal(6m, PodRequests.Of(Pod([Sidecar("1"), Container("cpu", "3"), Sidecar("2")], [Container("cpu", "3")]))["cpu"]);
    }

    private static JsonObject Container(string resource, string amount) =>
        new() { ["resources"] = new JsonObject { ["requests"] = new JsonObject { [resource] = amount } } };

    private static JsonObject Sidecar(string cpu)
    {
        var sidecar = Container("cpu", cpu);
        sidecar["restartPolicy"] = "Always";
        return sidecar;
    }

    private static JsonObject Pod(JsonNode[] initContainers, JsonNode[] containers, string overhead = "0") => new()
    {
        ["spec"] = new JsonObject
        {
            ["initContainers"] = new JsonArray([.. initContainers]),
            ["containers"] = new JsonArray([.. containers]),
            ["overhead"] = new JsonObject { ["cpu"] = overhead },
        },
    };
}
