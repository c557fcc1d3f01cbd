using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Podclip.Paperclip.Skills;

namespace Podclip.Paperclip.Tests.Skills;

public sealed class SkillFolderTests : IDisposable
{
    private readonly SkillStage _stage = new();

    [Fact]
    public void Links_within_the_skill_are_followed_and_others_left_out()
    {
        _stage.Add("one", ("SKILL.md", "main"), ("docs/guide.md", "guide"));
        _stage.Add("other", ("SKILL.md", "secret"));
        Link("to-file", "docs/guide.md");
        Link("to-folder", "docs");
        Link("absolute", _stage.PathOf("one", "SKILL.md"));
        Link("out", "../other/SKILL.md");
        Link("out-folder", "../other");
        Link("etc", "/etc/passwd");
        Link("nowhere", "missing");
        Link("self", "self");
        Link("up", ".");
        Link("docs/up", "..");
        Link("through", "out-folder/SKILL.md");
        var folder = SkillFolder.Read(_stage.Skill("one").Source);
        Assert.Equal(["SKILL.md", "absolute", "docs/guide.md", "to-file", "to-folder/guide.md"], folder.Files.Select(file => file.Path));
        Assert.Equal(["docs/up", "etc", "nowhere", "out", "out-folder", "self", "through", "to-folder/up", "up"], folder.LeftOut.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_skill_may_itself_be_a_link_and_may_be_one_file()
    {
        _stage.Add("one", ("SKILL.md", "main"), ("sub/link-target", "x"));
        Link("here", "sub/link-target");
        Directory.CreateSymbolicLink(Path.Combine(_stage.Sources, "alias"), _stage.Skill("one").Source);
        Assert.Equal(SkillFolder.Read(_stage.Skill("one").Source).Files, SkillFolder.Read(_stage.Skill("alias").Source + "/").Files);
        var single = Assert.Single(SkillFolder.Read(_stage.PathOf("one", "sub/link-target")).Files);
        Assert.Equal(("SKILL.md", 1), (single.Path, single.Length));
    }

    [Fact]
    public void A_pipe_does_not_hang_the_run()
    {
        _stage.Add("one", ("SKILL.md", "main"));
        using var pipe = Process.Start("mkfifo", _stage.PathOf("one", "pipe"));
        pipe.WaitForExit();
        var folder = SkillFolder.Read(_stage.Skill("one").Source);
        Assert.Equal([("SKILL.md", 4L), ("pipe", 0L)], folder.Files.Select(file => (file.Path, file.Length)));
        Assert.Equal("", File.ReadAllText(Path.Combine(_stage.Bundle(_stage.Skill("one")).Folder!, ".claude/skills/one/pipe")));
    }

    [Fact]
    public void Where_a_skill_is_from_is_no_part_of_it()
    {
        _stage.Add("one", ("SKILL.md", "main"), (".git/config", "url"), (".hidden", "x"));
        Assert.Equal([".hidden", "SKILL.md"], SkillFolder.Read(_stage.Skill("one").Source).Files.Select(file => file.Path));
    }

    [Fact]
    public void Folders_that_lead_into_each_other_without_end_are_refused()
    {
        _stage.Add("one", ("SKILL.md", "main"));
        for (var index = 0; index < 12; index++)
        {
            Directory.CreateDirectory(_stage.PathOf("one", $"d{index}"));
            File.WriteAllText(_stage.PathOf("one", $"d{index}/file"), "x");
            for (var other = 0; other < 12; other++)
            {
                Link($"d{index}/to{other}", $"../d{other}");
            }
        }

        Assert.Contains("more than 10000 files", Assert.Throws<IOException>(() => SkillFolder.Read(_stage.Skill("one").Source)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_a_folder_holds_its_copy_has_the_same_name()
    {
        var round = 0;
        var file =
            from depth in Gen.Choose(1, 3)
            from path in Gen.Elements("a", "b", "ä ö", "c.d", "-x", "..e", "\"q\"", "$(x)").ListOf(depth)
            from content in ArbMap.Default.GeneratorFor<byte[]>()
            from isExecutable in Gen.Elements(true, false)
            select (Path: string.Join('/', path), Content: content, IsExecutable: isExecutable);
        Prop.ForAll(file.ListOf().ToArbitrary(), files =>
        {
            var name = $"skill-{round++}";
            var written = Write(name, files);
            var bundle = _stage.Bundle(_stage.Add(name, ("SKILL.md", name)));
            var found = SkillFolder.Read(Path.Combine(bundle.Folder!, ".claude/skills", name)).Files;
            Assert.Equal(bundle.Key, Path.GetFileName(bundle.Folder));
            Assert.Equal(SkillFolder.Read(_stage.Skill(name).Source).Files.Select(each => each with { Source = "" }), found.Select(each => each with { Source = "" }));
            Assert.Equal(written + 1, found.Count);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
        Assert.Empty(_stage.Warnings);
    }

    public void Dispose() => _stage.Dispose();

    private int Write(string name, IEnumerable<(string Path, byte[] Content, bool IsExecutable)> files)
    {
        var count = 0;
        foreach (var (path, content, isExecutable) in files)
        {
            var full = _stage.PathOf(name, path);
            var isBlocked = Directory.Exists(full) || File.Exists(full) || Parents(name, path).Any(File.Exists);
            if (!isBlocked)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(full)!);
                File.WriteAllBytes(full, content);
                File.SetUnixFileMode(full, isExecutable ? UnixFileMode.UserRead | UnixFileMode.OtherExecute : UnixFileMode.UserRead);
                count++;
            }
        }

        return count;
    }

    private IEnumerable<string> Parents(string name, string path)
    {
        for (var at = path.LastIndexOf('/'); at > 0; at = path.LastIndexOf('/', at - 1))
        {
            yield return _stage.PathOf(name, path[..at]);
        }
    }

    private void Link(string path, string target) => File.CreateSymbolicLink(_stage.PathOf("one", path), target);
}
