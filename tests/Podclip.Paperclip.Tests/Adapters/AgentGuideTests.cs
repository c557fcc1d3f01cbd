namespace Podclip.Paperclip.Tests.Adapters;

public class AgentGuideTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Fixtures.ProjectDirectory, "..", ".."));

    [Fact]
    public void The_guide_shows_the_adapter_as_it_is() =>
        Assert.Contains(File.ReadAllText(Path.Combine(Root, "src/Podclip.Paperclip/Adapters/ShellK8s/ShellK8sRecipe.cs")), File.ReadAllText(Path.Combine(Root, "docs/writing-an-agent.md")), StringComparison.Ordinal);

    [Fact]
    public void An_agent_is_as_small_as_the_guide_says()
    {
        string[] folders = ["src/Podclip.Agents/Shell", "src/Podclip.Paperclip/Adapters/ShellK8s"];
        Assert.InRange(folders.SelectMany(folder => Directory.GetFiles(Path.Combine(Root, folder), "*.cs")).Sum(file => File.ReadLines(file).Count()), 1, 199);
    }
}
