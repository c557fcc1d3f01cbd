using Podclip.LocalCluster.Kubelet.Native;
using Podclip.LocalCluster.Kubelet.Sandbox;

namespace Podclip.LocalCluster.Tests.Kubelet;

public sealed class SandboxBuilderTests
{
    private static readonly OnDiskIdentity Agent = new(1000, 1000);

    [Fact]
    public void An_ordinary_users_cluster_starts_bubblewrap_itself()
    {
        var command = Build(Request() with { Identity = new SandboxIdentity(1234, 5, Agent, DropsRoot: false) });

        Assert.Equal(["/usr/bin/bwrap"], command.Launcher);
        Assert.Null(command.StageDirectory);
        Assert.Empty(command.StagedSources);
        Golden(
            """
            --unshare-pid --unshare-ipc --unshare-uts --unshare-user --uid 1234 --gid 5 --hostname box
            --tmpfs / --ro-bind /usr /usr --symlink usr/bin /bin --symlink usr/lib /lib --ro-bind /etc /etc
            --ro-bind /run/resolver/resolv.conf /run/resolver/resolv.conf
            --perms 1777 --dir /tmp --perms 1777 --dir /var/tmp --perms 0755 --dir /run --perms 0700 --dir /root --proc /proc --dev /dev
            --bind /state/v /work --ro-bind /state/s /work/secret
            --dir /work/sub --chdir /work/sub --as-pid-1 --die-with-parent --new-session --cap-drop ALL --clearenv
            --setenv A 1 --setenv B
            """,
            command);
        Assert.Equal("two words", command.Options[^1]);
    }

    [Fact]
    public void Roots_cluster_becomes_the_pods_user_and_shows_it_what_it_cannot_reach()
    {
        var command = Build(Request() with { Identity = new SandboxIdentity(0, 0, new OnDiskIdentity(501, 20), DropsRoot: true), IsRootReadOnly = true, WorkingDirectory = "/" });

        Assert.Equal(["/usr/bin/setpriv", "--reuid", "501", "--regid", "20", "--clear-groups", "/usr/bin/bwrap"], command.Launcher);
        Assert.Equal("/mnt", command.StageDirectory);
        Assert.Equal(["/state/v", "/state/s"], command.StagedSources);
        Assert.Contains("--bind /mnt/0 /work --ro-bind /mnt/1 /work/secret --remount-ro / --chdir /", string.Join(' ', command.Options), StringComparison.Ordinal);
    }

    [Fact]
    public void The_stage_never_covers_what_it_shows()
    {
        var request = Request() with { Identity = new SandboxIdentity(0, 0, Agent, DropsRoot: true), Mounts = [new SandboxMount("/mnt/data", "/data", false)] };

        Assert.Equal("/srv", Build(request).StageDirectory);
    }

    [Fact]
    public void A_system_folder_that_lacks_a_mount_point_is_put_together_entry_by_entry()
    {
        var options = string.Join(' ', Build(Request() with { Mounts = [new SandboxMount("/state/s", "/etc/ssl/mine", true)] }).Options);

        Assert.Contains(
            "--perms 0755 --dir /etc --ro-bind /etc/passwd /etc/passwd --symlink ../run/resolver/resolv.conf /etc/resolv.conf --perms 0755 --dir /etc/ssl --ro-bind /etc/ssl/certs /etc/ssl/certs --ro-bind",
            options,
            StringComparison.Ordinal);
        Assert.Contains("--ro-bind /usr /usr", options, StringComparison.Ordinal);
        Assert.EndsWith("two words", options, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A", "x\0--bind", "the value of environment variable A contains a zero byte")]
    [InlineData("A\0", "x", "a name or path contains a zero byte")]
    public void A_zero_byte_is_refused(string name, string value, string message)
    {
        var problem = Assert.Throws<SandboxException>(() => Build(Request() with { Environment = [KeyValuePair.Create(name, value)] }));

        Assert.Equal(message, problem.Message);
    }

    private static SandboxRequest Request() => new()
    {
        Identity = new SandboxIdentity(0, 0, Agent, DropsRoot: false),
        Hostname = "box",
        WorkingDirectory = "/work/sub",
        Environment = [KeyValuePair.Create("A", "1"), KeyValuePair.Create("B", "two words")],
        Mounts = [new SandboxMount("/state/v", "/work", false), new SandboxMount("/state/s", "/work/secret", true)],
    };

    private static SandboxCommand Build(SandboxRequest request) => new SandboxBuilder("/usr/bin/bwrap", "/usr/bin/setpriv", new InventedMachine()).Build(request);

    private static void Golden(string expected, SandboxCommand command) =>
        Assert.Equal(expected.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries), command.Options.SkipLast(1));

    private sealed class InventedMachine : HostLayout
    {
        private static readonly Dictionary<string, HostEntry> Entries = new(StringComparer.Ordinal)
        {
            ["/usr"] = new HostEntry.Folder(),
            ["/bin"] = new HostEntry.Link("usr/bin"),
            ["/lib"] = new HostEntry.Link("usr/lib"),
            ["/etc"] = new HostEntry.Folder(),
            ["/etc/passwd"] = new HostEntry.Other(),
            ["/etc/resolv.conf"] = new HostEntry.Link("../run/resolver/resolv.conf"),
            ["/etc/ssl"] = new HostEntry.Folder(),
            ["/etc/ssl/certs"] = new HostEntry.Folder(),
            ["/mnt"] = new HostEntry.Folder(),
            ["/srv"] = new HostEntry.Folder(),
        };

        public override HostEntry Look(string path) => Entries.GetValueOrDefault(path, new HostEntry.Nothing());

        public override IReadOnlyList<string> Names(string directory) =>
            [.. Entries.Keys.Where(path => Path.GetDirectoryName(path) == directory).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

        public override string? FinalTarget(string path) => path == "/etc/resolv.conf" ? "/run/resolver/resolv.conf" : null;
    }
}
