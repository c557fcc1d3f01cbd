using Podclip.Paperclip.Hosting;
using Podclip.Paperclip.Skills;

namespace Podclip.Paperclip.Tests.Skills;

public class SkillListingTests
{
    [Fact]
    public void The_list_of_a_real_request_tells_what_runs_get_and_what_a_user_installed()
    {
        using var home = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(home.Path, ".claude/skills/my-own"));
        Directory.CreateDirectory(Path.Combine(home.Path, ".claude/skills/paperclip"));
        File.WriteAllText(Path.Combine(home.Path, ".claude/skills/notes.txt"), "no skill");
        var config = (JsonObject)Fixtures.Sample("listSkills.json")["config"]!;
        config["paperclipSkillSync"] = new JsonObject { ["desiredSkills"] = new JsonArray("para-memory-files", "acme/unknown") };
        var list = SkillListing.Of(AdapterKind.Claude, SkillUse.Folder, config, new HostProcess(new Dictionary<string, string> { ["PAPERCLIP_HOME"] = home.Path }, "/"));
        Assert.Equal(("claude_k8s", "ephemeral", true), (list.AdapterType, list.Mode, list.Supported));
        Assert.Equal(["paperclipai/paperclip/paperclip", "paperclipai/paperclip/para-memory-files", "acme/unknown"], list.DesiredSkills);
        Assert.Equal(
            [
                ("acme/unknown", "missing"), ("my-own", "external"), ("paperclipai/paperclip/paperclip", "configured"), ("paperclipai/paperclip/paperclip-board", "available"),
                ("paperclipai/paperclip/paperclip-converting-plans-to-tasks", "available"), ("paperclipai/paperclip/paperclip-create-agent", "available"),
                ("paperclipai/paperclip/para-memory-files", "configured"),
            ],
            list.Entries.Select(entry => (entry.Key, entry.State)));
        Assert.Equal("Materialized into the PVC-backed Claude prompt bundle before each K8s Job run.", list.Entries[2].Detail);
        Assert.Equal("Desired skill \"acme/unknown\" is not available from the Paperclip skills directory.", Assert.Single(list.Warnings));
    }
}
