using System.Runtime.InteropServices;
using Podclip.Paperclip.AdapterUtils;
using Podclip.Paperclip.Hosting;
using Podclip.Paperclip.Skills;

namespace Podclip.Paperclip.Tests.Skills;

/// <summary>A host's folder with skills in it.</summary>
internal sealed class SkillStage : IDisposable
{
    private const uint Nobody = 65534;

    private readonly TemporaryFolder _folder = new();

    public SkillStage()
    {
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0x1ED); // 0755
        Directory.CreateDirectory(Home);
        Directory.CreateDirectory(Sources);
    }

    public string Home => Path.Combine(_folder.Path, "home");

    public string Sources => Path.Combine(_folder.Path, "node_modules");

    public string Cache => Path.Combine(Home, "instances", "default", "companies", "c1", "claude-prompt-cache");

    public List<string> Warnings { get; } = [];

    /// <summary>Makes a skill.</summary>
    public PaperclipSkill Add(string name, params (string Path, string Content)[] files)
    {
        foreach (var (path, content) in files)
        {
            var full = PathOf(name, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, content);
        }

        return Skill(name);
    }

    public PaperclipSkill Skill(string name) => new() { Key = $"acme/skills/{name}", RuntimeName = name, Source = Path.Combine(Sources, name) };

    public string PathOf(string name, string path) => Path.Combine(Sources, name, path);

    public SkillBundle Bundle(params PaperclipSkill[] skills) => BundleFor("c1", skills);

    public SkillBundle BundleFor(string companyId, params PaperclipSkill[] skills) => Bundler(Home).Bundle(companyId, skills, "instructions", Warnings);

    /// <summary>The same where the pod sees nothing of the host.</summary>
    public SkillBundle Travelling(params PaperclipSkill[] skills) => Bundler(null).Bundle("c1", skills, null, Warnings);

    /// <summary>Does something as a user who owns nothing: root may read and write everything.</summary>
    public static void AsNobody(Action action)
    {
        var before = SetFileUser(Nobody);
        try
        {
            action();
        }
        finally
        {
            _ = SetFileUser((uint)before);
        }
    }

    public void Dispose() => _folder.Dispose();

    private SkillBundler Bundler(string? shared) => new(new HostProcess(new Dictionary<string, string> { ["PAPERCLIP_HOME"] = Home }, "/nowhere"), shared);

    // Of this thread alone.
    [DllImport("libc", EntryPoint = "setfsuid")]
    private static extern int SetFileUser(uint user);
}
