using Podclip.LocalCluster.Kubelet.Supervision;

namespace Podclip.LocalCluster.Tests.Kubelet;

public sealed class SupervisorFilesTests
{
    [Fact]
    public void A_specification_is_read_as_it_was_written()
    {
        var spec = new SupervisorSpec(RestartPolicy.OnFailure, TimeSpan.FromSeconds(7), [Container("init") with { IsSidecar = true, StageDirectory = null, StagedSources = [] }], [Container("main"), Container("side")]);
        var bytes = SupervisorSpecCodec.Write("/pods/p", spec);

        var (directory, read) = SupervisorSpecCodec.Read(new MemoryStream(bytes));

        Assert.Equal(bytes, SupervisorSpecCodec.Write(directory, read));
        Assert.Equal(RestartPolicy.OnFailure, read.RestartPolicy);
        Assert.True(read.InitContainers[0].IsSidecar);
        Assert.Equal(["main", "side"], read.Containers.Select(container => container.Name));
        Assert.Equal(["--setenv", "A", "ä\nb"], read.Containers[0].SandboxOptions);
        Assert.Equal(("/mnt", 1L << 40), (read.Containers[0].StageDirectory, read.Containers[0].MemoryLimitBytes));
    }

    [Fact]
    public void A_specification_of_another_format_is_refused()
    {
        var bytes = SupervisorSpecCodec.Write("/pods/p", new SupervisorSpec(RestartPolicy.Never, TimeSpan.Zero, [], []));
        bytes[0]++;

        Assert.Throws<InvalidDataException>(() => SupervisorSpecCodec.Read(new MemoryStream(bytes)));
    }

    [Fact]
    public void A_record_is_read_as_it_was_written()
    {
        var path = Path.GetTempFileName();
        var time = new DateTimeOffset(2026, 11, 21, 2, 4, 43, TimeSpan.Zero).AddTicks(1);
        var last = new ContainerEnd(128, "StartError", "two\nlines and % ü", null, time);
        ContainerRecord[] records =
        [
            new(0, ContainerRunState.Running, time, null, null),
            new(1, ContainerRunState.BackingOff, time, new ContainerEnd(143, "Error", null, time, time.AddSeconds(1)), last),
            new(2, ContainerRunState.Ended, null, last, null),
        ];
        try
        {
            foreach (var record in records)
            {
                ContainerRecordFile.Write(path, record);
                Assert.Equal(record, ContainerRecordFile.Read(path));
            }
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Null(ContainerRecordFile.Read("/no/such/record"));
    }

    [Fact]
    public void The_log_clock_follows_a_wall_clock_that_was_set_but_never_goes_back()
    {
        var time = new SetClock();
        var clock = new LogClock(time);
        var first = clock.Next();
        Assert.True(clock.Next() > first);

        time.Wall = time.Wall.AddHours(1);
        clock.Correct();
        var later = clock.Next();
        Assert.InRange(later - first, 3_590_000_000_000, 3_610_000_000_000);

        time.Wall = time.Wall.AddHours(-2);
        clock.Correct();
        Assert.Equal(later + 1, clock.Next());
    }

    [Theory]
    [InlineData("{ \"child-pid\": 12", 0, null)]
    [InlineData("{ \"child-pid\": 12, \"pid-namespace\": 4 }\n", 12, null)]
    [InlineData("{ \"child-pid\": 12 }\n{ \"exit-code\": 0 }\n", 12, 0)]
    [InlineData("{ \"child-pid\": 12 }\n{ \"exit-code\": 137 }\n", 12, 137)]
    public void Bubblewraps_status_is_read_in_pieces(string text, int pid, int? exitCode)
    {
        var status = new SandboxStatus();
        foreach (var letter in System.Text.Encoding.UTF8.GetBytes(text))
        {
            status.Append([letter]);
        }

        Assert.Equal((pid, exitCode), (status.ChildPid, status.ExitCode));
    }

    private static ContainerSpec Container(string name) => new()
    {
        Name = name,
        Launcher = ["/usr/bin/bwrap"],
        SandboxOptions = ["--setenv", "A", "ä\nb"],
        Command = ["sh", "-c", ""],
        StageDirectory = "/mnt",
        StagedSources = ["/a", "/b"],
        MemoryLimitBytes = 1L << 40,
    };

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Wall { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Wall;
    }
}
