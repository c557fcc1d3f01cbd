using Podclip.Paperclip.Skills;

namespace Podclip.Paperclip.Tests.Skills;

public sealed class SkillBundlerTests : IDisposable
{
    private readonly SkillStage _stage = new();

    [Fact]
    public void Skills_are_copied_once_under_the_name_of_their_content()
    {
        var first = _stage.Bundle(_stage.Add("one", ("SKILL.md", "# One"), ("sub/data.txt", "x")), _stage.Add("two", ("SKILL.md", "# Two")));
        Assert.Equal(["one", "two"], first.Names);
        Assert.Equal("(2): one, two", first.Summary);
        Assert.Equal(Path.Combine(_stage.Cache, first.Key!), first.Folder);
        Assert.Equal("x", File.ReadAllText(Path.Combine(first.Folder!, ".claude/skills/one/sub/data.txt")));
        Assert.Empty(first.Files);

        Assert.Equal(first.Folder, _stage.Bundle(_stage.Skill("two"), _stage.Skill("one")).Folder);
        _stage.Add("one", ("SKILL.md", "# Another"));
        var third = _stage.Bundle(_stage.Skill("one"), _stage.Skill("two"));
        Assert.NotEqual(first.Key, third.Key);
        Assert.Equal("# One", File.ReadAllText(Path.Combine(first.Folder!, ".claude/skills/one/SKILL.md")));
        Assert.Equal(2, Directory.GetFileSystemEntries(_stage.Cache).Length);
        Assert.Empty(_stage.Warnings);
    }

    [Fact]
    public void Bytes_and_programs_stay_what_they_are_and_the_pods_user_can_read_them()
    {
        byte[] bytes = [0, 255, 10, 13, 0xC3];
        var skill = _stage.Add("one", ("SKILL.md", ""), ("run.sh", "#!/bin/sh"), ("logo.png", ""));
        File.WriteAllBytes(_stage.PathOf("one", "logo.png"), bytes);
        File.SetUnixFileMode(_stage.PathOf("one", "run.sh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.SetUnixFileMode(_stage.PathOf("one", "SKILL.md"), UnixFileMode.UserRead);
        var folder = Path.Combine(_stage.Bundle(skill).Folder!, ".claude/skills/one");
        Assert.Equal(bytes, File.ReadAllBytes(Path.Combine(folder, "logo.png")));
        Assert.Equal((UnixFileMode)0x1ED, File.GetUnixFileMode(Path.Combine(folder, "run.sh"))); // 0755
        Assert.Equal((UnixFileMode)0x1A4, File.GetUnixFileMode(Path.Combine(folder, "SKILL.md"))); // 0644
        Assert.Equal((UnixFileMode)0x1ED, File.GetUnixFileMode(folder));

        var carried = _stage.Travelling(skill).Files;
        Assert.Equal([".claude/skills/one/SKILL.md", ".claude/skills/one/logo.png", ".claude/skills/one/run.sh"], carried.Select(file => file.Name));
        Assert.Equal([false, false, true], carried.Select(file => file.IsExecutable));
        Assert.Equal(bytes, carried[1].Content.ToArray());
    }

    [Fact]
    public void A_program_is_another_skill_than_the_same_text()
    {
        var skill = _stage.Add("one", ("run.sh", "#!/bin/sh"));
        var key = _stage.Bundle(skill).Key;
        File.SetUnixFileMode(_stage.PathOf("one", "run.sh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Assert.NotEqual(key, _stage.Bundle(skill).Key);
    }

    [Theory]
    [InlineData("rewrite")]
    [InlineData("add")]
    [InlineData("remove")]
    [InlineData("link")]
    [InlineData("replace")]
    public void What_an_agent_changed_in_a_bundle_is_made_anew(string change)
    {
        var skill = _stage.Add("one", ("SKILL.md", "# One"));
        var folder = _stage.Bundle(skill).Folder!;
        var main = Path.Combine(folder, ".claude/skills/one/SKILL.md");
        switch (change)
        {
            case "rewrite":
                File.WriteAllText(main, "# Evil");
                break;
            case "add":
                File.WriteAllText(Path.Combine(folder, ".claude/skills/evil.md"), "# Evil");
                break;
            case "remove":
                File.Delete(main);
                break;
            case "link":
                File.CreateSymbolicLink(Path.Combine(folder, ".claude/skills/evil"), "/etc");
                break;
            default:
                Directory.Delete(folder, recursive: true);
                File.CreateSymbolicLink(folder, "/etc");
                break;
        }

        Assert.Equal(folder, _stage.Bundle(skill).Folder);
        Assert.Equal("# One", File.ReadAllText(main));
        Assert.Null(new DirectoryInfo(folder).LinkTarget);
        Assert.Equal([".claude/skills/one/SKILL.md"], SkillFolder.Read(folder).Files.Select(file => file.Path));
        Assert.Single(Directory.GetFileSystemEntries(_stage.Cache));
    }

    [Fact]
    public async Task Many_runs_at_once_get_one_whole_bundle()
    {
        var skill = _stage.Add("one", [.. Enumerable.Range(0, 50).Select(index => ($"file-{index}", new string('x', 1000 * index)))]);
        for (var round = 0; round < 5; round++)
        {
            using var start = new Barrier(8);
            var folders = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait(TestContext.Current.CancellationToken);
                    var folder = new SkillBundler(new Podclip.Paperclip.Hosting.HostProcess(new Dictionary<string, string> { ["PAPERCLIP_HOME"] = _stage.Home }, "/"), _stage.Home)
                        .Bundle("c1", [skill], null, []).Folder!;
                    return (folder, SkillFolder.Read(folder).Files.Count);
                },
                TestContext.Current.CancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));
            Assert.Single(folders.Distinct());
            Assert.Equal(50, folders[0].Count);
            Assert.Single(Directory.GetFileSystemEntries(_stage.Cache));
            Directory.Delete(folders[0].folder, recursive: true);
        }
    }

    [Fact]
    public void A_skill_that_is_not_there_costs_a_warning_and_not_the_run()
    {
        var bundle = _stage.Bundle(_stage.Skill("gone"), _stage.Skill("known-gone") with { SourceStatus = "missing", MissingDetail = "Deleted." }, _stage.Add("one", ("SKILL.md", "")));
        Assert.Equal(["one"], bundle.Names);
        Assert.Equal(2, _stage.Warnings.Count);
        Assert.StartsWith($"Failed to materialize Claude skill \"acme/skills/gone\" into {_stage.Cache}: ", _stage.Warnings[0], StringComparison.Ordinal);
        Assert.EndsWith(": Deleted.", _stage.Warnings[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_read_costs_its_skill()
    {
        var skill = _stage.Add("one", ("SKILL.md", "x"), ("secret", "x"));
        File.SetUnixFileMode(_stage.PathOf("one", "secret"), UnixFileMode.None);
        SkillStage.AsNobody(() => Assert.Empty(_stage.Travelling(skill).Names));
        Assert.EndsWith($"'{_stage.PathOf("one", "secret")}' is denied.", Assert.Single(_stage.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_can_be_written_skills_travel_with_the_run()
    {
        var skill = _stage.Add("one", ("SKILL.md", "x"));
        SkillBundle? bundle = null;
        SkillStage.AsNobody(() => bundle = _stage.Bundle(skill));
        Assert.Null(bundle!.Folder);
        Assert.Single(bundle.Files);
        Assert.StartsWith($"Warning: could not put skills into {_stage.Cache}, so they travel with the run: ", Assert.Single(_stage.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_carries_two_megabytes_and_says_which_skill_is_left_out()
    {
        var (large, long1) = (new string('x', 900_000), new string('x', 1_000_001));
        var bundle = _stage.Travelling(
            _stage.Add("a", ("SKILL.md", large)), _stage.Add("b", ("SKILL.md", large)), _stage.Add("c", ("SKILL.md", large)), _stage.Add("d", ("SKILL.md", "small")), _stage.Add("e", ("x", long1)));
        Assert.Equal(["a", "b", "d"], bundle.Names);
        Assert.Equal(["acme/skills/c", "acme/skills/e"], _stage.Warnings.Select(warning => warning.Split('"')[1]));
        Assert.Equal(bundle.Key, _stage.Travelling(_stage.Skill("a"), _stage.Skill("b"), _stage.Skill("d")).Key);
    }

    [Fact]
    public void Two_skills_of_one_name_are_told()
    {
        var skill = _stage.Add("one", ("SKILL.md", "x"));
        Assert.Equal(["one"], _stage.Bundle(skill, skill with { Key = "other/one" }).Names);
        Assert.Contains("\"other/one\"", Assert.Single(_stage.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("a\0b")]
    [InlineData(" ")]
    public void Names_lead_nowhere_else(string name)
    {
        Assert.StartsWith("Invalid companyId: must not ", Assert.Throws<AdapterConfigException>(() => _stage.BundleFor(name)).Message, StringComparison.Ordinal);
        Assert.Empty(_stage.Bundle(_stage.Add("one", ("SKILL.md", "x")) with { RuntimeName = name }).Names);
        Assert.Contains("Invalid skill name: must not ", Assert.Single(_stage.Warnings), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_stage.Cache));
    }

    [Fact]
    public void Without_skills_no_folder_is_made_and_the_key_still_tells_the_instructions_apart()
    {
        var bundle = _stage.Bundle();
        Assert.Null(bundle.Folder);
        Assert.Equal("(0): none", bundle.Summary);
        Assert.NotEqual(bundle.Key, _stage.Travelling().Key);
        Assert.Empty(Directory.GetFileSystemEntries(_stage.Home));
    }

    public void Dispose() => _stage.Dispose();
}
