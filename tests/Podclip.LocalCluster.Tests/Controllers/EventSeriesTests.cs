using System.Text.Json.Nodes;
using Podclip.LocalCluster.Controllers;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests.Controllers;

/// <summary>How client-go's tools/events counts; the recording <c>life-unschedulable-events</c> shows its first steps.</summary>
public sealed class EventSeriesTests : IDisposable
{
    private readonly ManualClock _clock = new(DateTimeOffset.UnixEpoch.AddYears(50));
    private readonly ObjectStore _store = new(new StoreOptions());
    private readonly EventRecorder _recorder;

    public EventSeriesTests() => _recorder = new EventRecorder(_store, _clock);

    public void Dispose() => _store.Dispose();

    [Fact]
    public void The_second_of_a_kind_makes_a_series_and_later_ones_are_written_rarely()
    {
        var pod = Pod();
        Report(pod);
        Assert.Equal([null], Counts());
        Report(pod);
        Assert.Equal([2], Counts());
        Assert.Equal(_clock.GetUtcNow().ToWireMicroTime(), Events().Single().Text("series", "lastObservedTime"));
        for (var i = 0; i < 6; i++)
        {
            _clock.Advance(TimeSpan.FromMinutes(5));
            Report(pod);
        }

        Assert.Equal([8], Counts());
    }

    [Fact]
    public void A_series_that_is_over_is_written_once_more_and_another_begins()
    {
        var pod = Pod();
        Report(pod);
        Report(pod);
        Report(pod);
        Assert.Equal([2], Counts());
        _clock.Advance(TimeSpan.FromMinutes(7));
        Report(pod);
        Assert.Equal([3, null], Counts());
    }

    [Fact]
    public void Another_version_of_the_object_begins_another_Event()
    {
        Report(Pod());
        var changed = _store.Update(ResourceNames.Pods, "default", "p", pod =>
        {
            pod["status"] = new JsonObject();
            return true;
        })!;
        Report(changed);
        Report(changed);
        Assert.Equal([null, 2], Counts());
    }

    private StoredObject Pod() => _store.TryCreate(ResourceNames.Pods, "default", new JsonObject { ["kind"] = "Pod", ["metadata"] = new JsonObject { ["name"] = "p" } })!;

    private void Report(StoredObject pod)
    {
        _clock.Advance(TimeSpan.FromSeconds(2));
        _recorder.RecordSeries(pod, "Warning", "FailedScheduling", "no room", "default-scheduler", "Scheduling");
    }

    private IEnumerable<JsonObject> Events() => _store.List(ResourceNames.Events, "default").Items.Select(e => e.Document);

    private IEnumerable<long?> Counts() => Events().Select(e => e.Number("series", "count"));
}
