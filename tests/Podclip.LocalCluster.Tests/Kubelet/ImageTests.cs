using System.Text.Json.Nodes;
using Podclip.LocalCluster.Kubelet.Images;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests.Kubelet;

public sealed class ImageTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("podclip-images-").FullName;

    private ImageCatalogue Catalogue => new(Path.Combine(_directory, "state"));

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Entries_are_kept_by_name()
    {
        Assert.Empty(Catalogue.List());
        Catalogue.Add(new ImageEntry { Name = "claude", Root = _directory, Path = ["bin"], User = "1000:1000", PullSeconds = 0.5 });
        Catalogue.Add(new ImageEntry { Name = "agent:1", Env = new Dictionary<string, string>(StringComparer.Ordinal) { ["A"] = "1" } });
        Catalogue.Add(new ImageEntry { Name = "agent:1", WorkingDir = "/w" });

        var entries = Catalogue.List();

        Assert.Equal(["agent:1", "claude"], entries.Select(entry => entry.Name));
        Assert.Empty(entries[0].Env);
        Assert.Equal("/w", entries[0].WorkingDir);
        Assert.Equal((_directory, "bin", "1000:1000", 0.5, ImageEntry.DefaultMountPath), (entries[1].Root, entries[1].Path[0], entries[1].User, entries[1].PullSeconds, entries[1].MountPath));
        Assert.True(Catalogue.Remove("claude"));
        Assert.False(Catalogue.Remove("claude"));
    }

    [Fact]
    public void A_wrong_entry_is_refused_with_every_reason()
    {
        var problem = Assert.Throws<ArgumentException>(() => Catalogue.Add(new ImageEntry { Name = "Bad Name", Root = "/no/such", MountPath = "/", User = "agent" }));

        Assert.Contains("the name is not an image name; there is no folder /no/such; / is not a place for a folder in a container; the user must be a number", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("claude", true)]
    [InlineData("claude:1.2", true)]
    [InlineData("claude@sha256:0123456789012345678901234567890123456789012345678901234567890123", true)]
    [InlineData("other/claude", false)]
    [InlineData("localhost:5000/claude", false)]
    public void A_name_without_a_tag_stands_for_every_tag(string name, bool isEntry)
    {
        Catalogue.Add(new ImageEntry { Name = "claude", Root = _directory });

        var usable = Assert.IsType<ImageResolution.Usable>(Catalogue.Resolve(name));

        Assert.Equal(isEntry, usable.Entry.Root is not null);
    }

    [Theory]
    [InlineData("registry.invalid/x:1", typeof(ImageResolution.Unavailable))]
    [InlineData("registry.invalid:5000/x", typeof(ImageResolution.Unavailable))]
    [InlineData("UPPER:::bad", typeof(ImageResolution.Invalid))]
    [InlineData("", typeof(ImageResolution.Invalid))]
    [InlineData("ghcr.io/anything/at-all:latest", typeof(ImageResolution.Usable))]
    public void Names_that_nobody_entered_mean_the_machine_itself_unless_they_cannot_be_reached(string name, Type expected) =>
        Assert.IsType(expected, Catalogue.Resolve(name));

    [Fact]
    public async Task An_image_brings_its_folder_path_environment_user_and_directory()
    {
        await using var node = await TestNode.StartAsync();
        var root = Path.Combine(_directory, "image");
        Directory.CreateDirectory(Path.Combine(root, "bin"));
        var program = Path.Combine(root, "bin", "greet");
        await File.WriteAllTextAsync(program, "#!/bin/sh\necho \"$GREETING from $(id -u):$(id -g) in $PWD by $0\"\ntouch \"$(dirname $0)/x\" 2>/dev/null || echo read-only\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        new ImageCatalogue(node.StateDirectory).Add(new ImageEntry
        {
            Name = "greeter",
            Root = root,
            MountPath = "/opt/greeter",
            Path = ["bin"],
            Env = new Dictionary<string, string>(StringComparer.Ordinal) { ["GREETING"] = "hello" },
            User = "7:8",
            WorkingDir = "/work/dir",
            PullSeconds = 0.3,
        });

        node.RunScript("p", "", spec => (spec["containers"]![0]!["image"], spec["containers"]![0]!["command"]) = ("greeter:2", new JsonArray("greet")));

        Assert.Equal("hello from 7:8 in /work/dir by /opt/greeter/bin/greet\nread-only\n", await node.ResultAsync("p"));
        Assert.Equal("Normal Pulling Pulling image \"greeter:2\"", node.Events("p")[0]);
        Assert.StartsWith("Normal Pulled Successfully pulled image \"greeter:2\" in 0.", node.Events("p")[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_name_is_shown_and_a_pod_that_must_not_pull_says_so()
    {
        await using var node = await TestNode.StartAsync();
        node.RunScript("bad", "true", spec => spec["containers"]![0]!["image"] = "UPPER:::bad");
        node.RunScript("never", "true", spec => (spec["containers"]![0]!["image"], spec["containers"]![0]!["imagePullPolicy"]) = ("registry.invalid/x", "Never"));

        await node.WaitAsync("bad", pod => ReasonOf(pod) == "InvalidImageName");
        await node.WaitAsync("never", pod => ReasonOf(pod) == "ErrImageNeverPull");

        static string? ReasonOf(JsonObject pod) => pod["status"]?["containerStatuses"]?[0]?["state"]?["waiting"].Text("reason");
    }

    [Fact]
    public async Task A_pod_that_must_not_be_root_is_refused_when_nobody_says_who_it_is()
    {
        await using var node = await TestNode.StartAsync();
        node.RunScript("p", "true", spec => spec["securityContext"] = new JsonObject { ["runAsNonRoot"] = true });

        var pod = await node.WaitAsync("p", p => p["status"]?["containerStatuses"]?[0]?["state"]?["waiting"].Text("reason") == "CreateContainerConfigError");

        Assert.StartsWith("container has runAsNonRoot and image will run as root", pod["status"]!["containerStatuses"]![0]!["state"].Text("waiting", "message"), StringComparison.Ordinal);
    }
}
