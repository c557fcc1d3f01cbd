using System.Text.Json.Nodes;
using Podclip.LocalCluster.Controllers;
using Podclip.LocalCluster.Kubelet.Images;
using Podclip.LocalCluster.Kubelet.Native;
using Podclip.LocalCluster.Kubelet.Pods;
using Podclip.LocalCluster.Kubelet.Sandbox;
using Podclip.LocalCluster.Kubelet.Supervision;
using Podclip.LocalCluster.Kubelet.Volumes;
using Podclip.LocalCluster.Nodes;
using Podclip.LocalCluster.Security;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests.Kubelet;

/// <summary>A pod that runs longer than its token.</summary>
public sealed class TokenRefreshTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("podclip-tokens-").FullName;
    private readonly ObjectStore _store = new(new StoreOptions());
    private readonly ManualClock _clock = new(DateTimeOffset.UnixEpoch.AddYears(50));
    private readonly ServiceAccountTokens _tokens;
    private readonly KubeletServices _services;
    private readonly StoredObject _pod;
    private readonly PodDirectory _podDirectory;

    public TokenRefreshTests()
    {
        _tokens = ServiceAccountTokens.LoadOrCreate(Path.Combine(_directory, "sa.key"), _store, _clock);
        var cluster = OnDiskIdentity.Current;
        _services = new KubeletServices(
            _store,
            new EventRecorder(_store, _clock),
            new EmbeddedClusterOptions { StateDirectory = _directory, SupervisorCommand = ["false"], TimeProvider = _clock },
            new ImageCatalogue(_directory),
            new PulledImages(),
            new PodPlanner(new SandboxBuilder("bwrap", "setpriv", HostLayout.Machine), cluster),
            new SupervisorPool(["false"], _directory, _clock),
            cluster,
            new ApiAccess(_tokens, () => new Uri("https://127.0.0.1:6443")));
        _store.TryCreate(ResourceNames.ServiceAccounts, "default", new JsonObject { ["kind"] = "ServiceAccount", ["metadata"] = new JsonObject { ["name"] = "default" } });
        _pod = _store.TryCreate(ResourceNames.Pods, "default", new JsonObject
        {
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject { ["name"] = "p", ["namespace"] = "default" },
            ["spec"] = TestYaml.Read("{volumes: [{name: t, projected: {sources: [{serviceAccountToken: {path: token, expirationSeconds: 1000}}]}}], containers: [{name: main}]}"),
        })!;
        _podDirectory = PodDirectory.Of(_directory, _pod.Uid);
        Assert.Empty(Prepare());
    }

    private string Token => File.ReadAllText(Path.Combine(_podDirectory.Volume("t"), "token"));

    public void Dispose()
    {
        _tokens.Dispose();
        _store.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void A_token_is_renewed_when_four_fifths_of_its_time_have_passed()
    {
        var refresh = new TokenRefresh(_services, _podDirectory);
        refresh.Start(PodObjects.ToPod(_pod), areNew: true);
        var first = Token;
        _clock.Advance(TimeSpan.FromSeconds(799));
        refresh.RefreshIfDue(_pod);
        Assert.Equal(first, Token);
        Assert.Equal(TimeSpan.FromSeconds(1), refresh.Left);

        _clock.Advance(TimeSpan.FromSeconds(1));
        refresh.RefreshIfDue(_pod);

        Assert.NotEqual(first, Token);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_podDirectory.Volume("t"), "token")));
        _clock.Advance(TimeSpan.FromSeconds(200));
        Assert.Null(_tokens.Find(first));
        Assert.Equal("system:serviceaccount:default:default", _tokens.Find(Token)?.Name);
        Assert.Equal("token", Path.GetFileName(Assert.Single(Directory.GetFiles(_podDirectory.Volume("t")))));
    }

    [Fact]
    public void One_of_unknown_age_is_renewed_at_once()
    {
        var refresh = new TokenRefresh(_services, _podDirectory);
        refresh.Start(PodObjects.ToPod(_pod), areNew: false);
        var first = Token;

        refresh.RefreshIfDue(_pod);

        Assert.NotEqual(first, Token);
    }

    [Fact]
    public void A_token_stays_while_its_account_is_gone_and_that_is_tried_again()
    {
        var refresh = new TokenRefresh(_services, _podDirectory);
        refresh.Start(PodObjects.ToPod(_pod), areNew: false);
        var first = Token;
        _store.Remove(ResourceNames.ServiceAccounts, "default", "default");

        refresh.RefreshIfDue(_pod);

        Assert.Equal(first, Token);
        Assert.Equal(TimeSpan.FromMinutes(1), refresh.Left);
    }

    [Fact]
    public void A_volume_waits_for_its_account()
    {
        _store.Remove(ResourceNames.ServiceAccounts, "default", "default");

        Assert.Equal(["MountVolume.SetUp failed for volume \"t\" : failed to fetch token: serviceaccounts \"default\" not found"], Prepare().Select(f => f.Message));
    }

    private IReadOnlyList<VolumeException> Prepare()
    {
        new VolumePreparation(_directory, _podDirectory, owner: null).Prepare(PodObjects.ToPod(_pod), PodObjects.Volumes(_services, "default"), "127.0.0.1", out var failures);
        return failures;
    }
}
