using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Kubelet.Native;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests.Kubelet;

public sealed class PodIsolationTests
{
    private const string Nested = "PODCLIP_TEST_AS_USER";

    [Fact]
    public async Task A_pod_sees_nothing_of_home_run_or_the_clusters_state()
    {
        await using var node = await TestNode.StartAsync();
        var home = Environment.GetEnvironmentVariable("HOME")!;
        var canary = Path.Combine(home, $".podclip-canary-{Guid.NewGuid():N}");
        var socketDirectory = OnDiskIdentity.Current.IsRoot ? "/run" : Path.GetTempPath();
        var socketPath = Path.Combine(socketDirectory, $"podclip-canary-{Guid.NewGuid():N}.sock");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(socketPath));
        await File.WriteAllTextAsync(canary, "canary", TestContext.Current.CancellationToken);
        try
        {
            node.RunScript("p", $"for f in {canary} {socketPath} {node.StateDirectory}/pods /home /var/lib /srv; do test -e $f && echo $f; done; ls /run /root /tmp; ls /");

            var seen = (await node.ResultAsync("p")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

            string[] allowed = ["/run:", "/root:", "/tmp:", "bin", "dev", "etc", "lib", "lib32", "lib64", "libx32", "proc", "root", "run", "sbin", "tmp", "usr", "var"];
            Assert.Empty(seen.Where(name => !name.StartsWith("systemd", StringComparison.Ordinal)).Except(allowed));
            Assert.Contains("usr", seen);
        }
        finally
        {
            File.Delete(canary);
        }
    }

    [Fact]
    public async Task A_pod_has_its_own_processes_no_capabilities_and_only_the_environment_it_was_given()
    {
        Environment.SetEnvironmentVariable("PODCLIP_TEST_HOST_VARIABLE", "leak");
        await using var node = await TestNode.StartAsync();
        node.RunScript(
            "p",
            "echo pid $$$$; grep CapEff /proc/self/status; env | sort; exec ls /proc/self/fd",
            spec =>
            {
                spec["hostname"] = "box";
                spec["containers"]![0]!["env"] = new JsonArray(new JsonObject { ["name"] = "B", ["value"] = "$(A)$$" }, new JsonObject { ["name"] = "A", ["value"] = "" });
            });

        var lines = (await node.ResultAsync("p")).Split('\n');

        Assert.Equal(["pid 1", "CapEff:\t0000000000000000"], lines[..2]);
        Assert.Equal(["A=", "B=$(A)$", "HOME=/root", "HOSTNAME=box", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "PWD=/"], lines[2..8]);
        Assert.Equal(["0", "1", "2", "3", ""], lines[8..]);
    }

    [Fact]
    public async Task A_read_only_root_can_be_written_nowhere_but_in_volumes()
    {
        await using var node = await TestNode.StartAsync();
        node.RunScript(
            "p",
            "for d in / /tmp /run /root /usr /etc /v /dev/shm; do touch $d/x 2>/dev/null && echo $d; done",
            spec =>
            {
                spec["volumes"] = new JsonArray(new JsonObject { ["name"] = "v", ["emptyDir"] = new JsonObject() });
                spec["containers"]![0]!["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = "v", ["mountPath"] = "/v" });
                spec["containers"]![0]!["securityContext"] = new JsonObject { ["readOnlyRootFilesystem"] = true, ["runAsUser"] = 1000 };
            });

        Assert.Equal("/v\n/dev/shm\n", await node.ResultAsync("p"));
    }

    [Fact]
    public async Task No_secret_stands_on_any_command_line_or_in_any_file_but_its_own()
    {
        await using var node = await TestNode.StartAsync();
        var value = $"tell-nobody-{Guid.NewGuid():N}";
        node.CreateSecret("s", ("k", value));
        node.RunScript(
            "p",
            "trap 'exit 0' TERM; echo \"${#KEY}\"; while :; do sleep 0.05; done",
            spec => spec["containers"]![0]!["env"] = new JsonArray(new JsonObject
            {
                ["name"] = "KEY",
                ["valueFrom"] = new JsonObject { ["secretKeyRef"] = new JsonObject { ["name"] = "s", ["key"] = "k" } },
            }));
        await node.WaitForPhaseAsync("p", "Running");

        var mine = Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var others = Directory.GetDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0]) && Path.GetFileName(path) != mine);
        Assert.DoesNotContain(others, path => ReadOrEmpty(Path.Combine(path, "cmdline")).Contains(value, StringComparison.Ordinal));
        Assert.DoesNotContain(
            Directory.EnumerateFiles(node.StateDirectory, "*", SearchOption.AllDirectories),
            path => ReadOrEmpty(path).Contains(value, StringComparison.Ordinal));
        node.Delete("p", 5);
        await node.WaitForRemovalAsync("p");
    }

    [Fact]
    public async Task A_zero_byte_in_a_value_cannot_become_an_option_of_the_sandbox()
    {
        await using var node = await TestNode.StartAsync();
        node.RunScript("p", "ls /host", spec => spec["containers"]![0]!["env"] = new JsonArray(new JsonObject { ["name"] = "X", ["value"] = "x\0--ro-bind\0/\0/host" }));

        var pod = await node.WaitAsync("p", p => p["status"]?["containerStatuses"]?[0]?["state"]?["waiting"].Text("reason") == "CreateContainerError");

        Assert.Contains("zero byte", pod["status"]!["containerStatuses"]![0]!["state"].Text("waiting", "message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_here_works_for_an_ordinary_user_too()
    {
        Assert.SkipUnless(OnDiskIdentity.Current.IsRoot && Environment.GetEnvironmentVariable(Nested) is null, "already an ordinary user");
        var home = Directory.CreateTempSubdirectory("podclip-home-").FullName;
        try
        {
            FileOwnership.Give(home, new OnDiskIdentity(1000, 1000));
            string[] arguments =
            [
                "--reuid", "1000", "--regid", "1000", "--clear-groups",
                "env", $"HOME={home}", $"TMPDIR={home}", $"{Nested}=1",
                Path.ChangeExtension(typeof(PodIsolationTests).Assembly.Location, null),
                "--filter-class", typeof(PodIsolationTests).FullName!, typeof(PodVolumeTests).FullName!, typeof(PodLifeTests).FullName!,
                "--results-directory", home, "--no-progress", "--no-ansi",
            ];
            using var process = Process.Start(new ProcessStartInfo("setpriv", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);

            Assert.True(process.ExitCode == 0, await output + await errors);
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    private static string ReadOrEmpty(string path)
    {
        try
        {
            return File.ReadAllText(path, Encoding.Latin1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
