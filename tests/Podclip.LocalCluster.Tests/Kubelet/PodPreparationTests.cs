using System.Text.Json.Nodes;
using Podclip.LocalCluster.Controllers;
using Podclip.LocalCluster.Kubelet.Images;
using Podclip.LocalCluster.Kubelet.Native;
using Podclip.LocalCluster.Kubelet.Pods;
using Podclip.LocalCluster.Kubelet.Sandbox;
using Podclip.LocalCluster.Kubelet.Supervision;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests.Kubelet;

/// <summary>When a pod that cannot start is tried again, and what is said of it each time.</summary>
public sealed class PodPreparationTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("podclip-preparation-").FullName;
    private readonly ObjectStore _store = new(new StoreOptions());
    private readonly ManualClock _clock = new(DateTimeOffset.UnixEpoch.AddYears(50));
    private readonly DateTimeOffset _start;

    public PodPreparationTests()
    {
        _start = _clock.GetUtcNow();
        _store.TryCreate(ResourceNames.Namespaces, "", new JsonObject { ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = "default" } });
    }

    public void Dispose()
    {
        _store.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void A_volume_is_tried_after_half_a_second_and_then_ever_more_rarely()
    {
        var waits = Waits("{volumes: [{name: s, secret: {secretName: late}}], containers: [{name: main, image: x}]}", 11).ToList();

        Assert.Equal([0.5, 1, 2, 4, 8, 16, 32, 64, 122, 122, 122], waits.Select(w => w.Again.TotalSeconds));
        Assert.All(waits, w => Assert.Null(w.Trouble));
    }

    [Fact]
    public void Every_volume_that_is_missing_is_reported()
    {
        _ = Waits("{volumes: [{name: s, secret: {secretName: late}}, {name: e, emptyDir: {}}, {name: c, configMap: {name: also}}], containers: [{name: main, image: x}]}", 2).ToList();

        Assert.Equal(
            [
                "2 FailedMount MountVolume.SetUp failed for volume \"c\" : configmap \"also\" not found",
                "2 FailedMount MountVolume.SetUp failed for volume \"s\" : secret \"late\" not found",
            ],
            Events());
    }

    [Fact]
    public void A_pull_that_fails_is_tried_again_after_its_back_off_and_said_to_back_off_between()
    {
        var pulls = new List<double>();
        foreach (var wait in Waits("{containers: [{name: main, image: 'registry.invalid/none:1'}]}", 120))
        {
            if (wait.Trouble!.Reason == "ErrImagePull")
            {
                pulls.Add((_clock.GetUtcNow() - _start).TotalSeconds);
            }
            else
            {
                Assert.Equal("ImagePullBackOff", wait.Trouble.Reason);
                Assert.StartsWith("Back-off pulling image \"registry.invalid/none:1\": ErrImagePull: failed to pull and unpack image", wait.Trouble.Message, StringComparison.Ordinal);
            }
        }

        // Back-offs of 10, 20, 40, 80, 160 and 300 seconds, seen when the pod is looked at: after a second, then every ten.
        Assert.Equal([0, 11, 31, 71, 151, 311, 611, 911], pulls);
        Assert.Contains("112 Failed Error: ImagePullBackOff", Events());
        Assert.Contains("112 BackOff Back-off pulling image \"registry.invalid/none:1\"", Events());
        Assert.Contains("8 Pulling Pulling image \"registry.invalid/none:1\"", Events());
        Assert.Contains("8 Failed Error: ErrImagePull", Events());
    }

    [Fact]
    public void Settings_that_refer_to_something_missing_are_tried_when_the_pod_is_looked_at()
    {
        var waits = Waits("{containers: [{name: main, image: x, env: [{name: K, valueFrom: {secretKeyRef: {name: late, key: k}}}]}]}", 3).ToList();

        Assert.Equal([1, 10, 10], waits.Select(w => w.Again.TotalSeconds));
        Assert.All(waits, w => Assert.Equal(new ContainerTrouble("main", "CreateContainerConfigError", "secret \"late\" not found"), w.Trouble));
        Assert.Equal(["3 Failed Error: secret \"late\" not found", "3 Pulled Container image \"x\" already present on machine"], Events());
    }

    [Theory]
    [InlineData("UPPER:::bad", "invalid reference format: repository name (library/UPPER) must be lowercase")]
    [InlineData("host.example/Some/x:1", "invalid reference format: repository name (Some/x) must be lowercase")]
    [InlineData("a//b", "invalid reference format")]
    public void A_name_that_is_none_is_told_in_the_runtime_s_words(string image, string problem)
    {
        var wait = Waits($"{{containers: [{{name: main, image: '{image}', imagePullPolicy: Never}}]}}", 1).Single();

        Assert.Equal(new ContainerTrouble("main", "InvalidImageName", $"Failed to apply default image tag \"{image}\": couldn't parse image name \"{image}\": {problem}"), wait.Trouble);
        Assert.Equal(["1 Failed Error: InvalidImageName", $"1 InspectFailed {wait.Trouble!.Message}"], Events());
    }

    [Fact]
    public void An_image_that_must_not_be_pulled_is_asked_for_again_and_again()
    {
        var waits = Waits("{containers: [{name: main, image: 'registry.invalid/none:1', imagePullPolicy: Never}]}", 3).ToList();

        Assert.All(waits, w => Assert.Equal(new ContainerTrouble("main", "ErrImageNeverPull", "Container image \"registry.invalid/none:1\" is not present with pull policy of Never"), w.Trouble));
        Assert.Equal(
            ["3 ErrImageNeverPull Container image \"registry.invalid/none:1\" is not present with pull policy of Never", "3 Failed Error: ErrImageNeverPull"],
            Events());
    }

    /// <summary>Tries a pod so often, each time when it is due.</summary>
    private IEnumerable<PodPreparation.Step.Waiting> Waits(string spec, int times)
    {
        var stored = _store.TryCreate(ResourceNames.Pods, "default", new JsonObject
        {
            ["kind"] = "Pod",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject { ["name"] = "p", ["namespace"] = "default" },
            ["spec"] = TestYaml.Read(spec),
        })!;
        var events = new EventRecorder(_store, _clock);
        var cluster = OnDiskIdentity.Current;
        var services = new KubeletServices(
            _store,
            events,
            new EmbeddedClusterOptions { StateDirectory = _directory, SupervisorCommand = ["false"], TimeProvider = _clock },
            new ImageCatalogue(_directory),
            new PulledImages(),
            new PodPlanner(new SandboxBuilder("bwrap", "setpriv", HostLayout.Machine), cluster),
            new SupervisorPool(["false"], _directory, _clock),
            cluster);
        var preparation = new PodPreparation(services, PodDirectory.Of(_directory, stored.Uid), new PodEvents(events));
        for (var i = 0; i < times; i++)
        {
            var step = Assert.IsType<PodPreparation.Step.Waiting>(preparation.Advance(stored, PodObjects.ToPod(stored)));
            yield return step;
            _clock.Advance(step.Again);
        }
    }

    private IEnumerable<string> Events() => _store.List(ResourceNames.Events, null).Items
        .Select(e => $"{e.Document.Number("count")} {e.Document.Text("reason")} {e.Document.Text("message")}")
        .Order(StringComparer.Ordinal);
}
