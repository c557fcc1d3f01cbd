using System.Text.Json;

namespace Podclip.Kubernetes.Tests.Serialization;

public class MicroTimeTests
{
    [Theory]
    [InlineData("2026-11-21T02:00:00Z", "2026-11-21T02:00:00.000000Z")]
    [InlineData("2026-11-21T02:00:00.5Z", "2026-11-21T02:00:00.500000Z")]
    [InlineData("2026-11-21T02:00:00.123Z", "2026-11-21T02:00:00.123000Z")]
    [InlineData("2026-11-21T02:00:00.123456Z", "2026-11-21T02:00:00.123456Z")]
    [InlineData("2026-11-21T02:00:00.1234567Z", "2026-11-21T02:00:00.123456Z")]
    [InlineData("2026-11-21T02:00:00.123456789Z", "2026-11-21T02:00:00.123456Z")]
    [InlineData("2026-11-21T02:00:00.999999999Z", "2026-11-21T02:00:00.999999Z")]
    [InlineData("2026-11-21T04:00:00+02:00", "2026-11-21T02:00:00.000000Z")]
    public void Any_digits_are_read_and_six_are_written(string read, string written)
    {
        var spec = JsonSerializer.Deserialize($$$"""{"spec":{"renewTime":"{{{read}}}"}}""", ResourceTypes.Leases.ObjectJson)!;
        var reported = JsonSerializer.Deserialize($$$"""{"eventTime":"{{{read}}}"}""", ResourceTypes.Events.ObjectJson)!;

        Assert.Equal($$$"""{"metadata":{},"spec":{"renewTime":"{{{written}}}"}}""", JsonSerializer.Serialize(spec, ResourceTypes.Leases.ObjectJson));
        Assert.Equal($$$"""{"metadata":{},"eventTime":"{{{written}}}"}""", JsonSerializer.Serialize(reported, ResourceTypes.Events.ObjectJson));
    }

    [Fact]
    public void Other_times_of_whole_seconds_have_no_fraction() =>
        Assert.Equal(
            """{"metadata":{},"lastTimestamp":"2026-11-21T02:00:00Z"}""",
            JsonSerializer.Serialize(new Event { LastTimestamp = new DateTimeOffset(2026, 11, 21, 2, 0, 0, TimeSpan.Zero) }, ResourceTypes.Events.ObjectJson));
}
