using Podclip.Cli.Embedded;
using Podclip.Engine;

namespace Podclip.Cli.Tests.Embedded;

public sealed class ClusterFilesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_process_that_lives_is_found_until_it_takes_itself_back()
    {
        var files = Files();
        Assert.Null(files.FindRunning());
        var process = Process(ProcessTable.StartTicks(Environment.ProcessId)!.Value);
        files.Write(process);
        Assert.Equal(process, files.FindRunning());
        files.Remove();
        Assert.Null(files.FindRunning());
    }

    [Fact]
    public void Another_process_with_the_same_id_is_not_taken_for_it()
    {
        var files = Files();
        files.Write(Process(ProcessTable.StartTicks(Environment.ProcessId)!.Value + 1));
        Assert.Null(files.FindRunning());
    }

    [Fact]
    public void A_broken_file_is_no_process()
    {
        var files = Files();
        files.MakeFolder();
        File.WriteAllText(Path.Combine(files.Folder, "process.json"), "{");
        Assert.Null(files.FindRunning());
    }

    [Fact]
    public void Nobody_else_may_look_into_the_state_directory()
    {
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        var state = new StateDirectory(Path.Combine(_directory.Path, "new", "state"));
        new ClusterFiles(state).MakeFolder();
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(state.Path));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(state.Cluster));
    }

    [Fact]
    public void Only_one_at_a_time_may_start_the_cluster()
    {
        var files = Files();
        using (var first = files.TryLock())
        {
            Assert.NotNull(first);
            Assert.Null(files.TryLock());
        }

        using var second = files.TryLock();
        Assert.NotNull(second);
    }

    private ClusterFiles Files() => new(new StateDirectory(_directory.Path));

    private static ClusterProcess Process(long startTicks) => new()
    {
        Pid = Environment.ProcessId,
        StartTicks = startTicks,
        Server = new Uri("https://127.0.0.1:6443"),
        Kubeconfig = "/somewhere",
        ReadyAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Build = "b",
    };
}
