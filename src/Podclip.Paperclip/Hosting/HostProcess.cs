namespace Podclip.Paperclip.Hosting;

/// <summary>The process that acts for the host: its environment, in which references of its pod are already resolved.</summary>
/// <param name="Variables">Its variables.</param>
/// <param name="UserHome">Its user's home folder.</param>
public sealed record HostProcess(IReadOnlyDictionary<string, string> Variables, string UserHome)
{
    /// <summary>Where Paperclip keeps its data: <c>PAPERCLIP_HOME</c>, else <c>~/.paperclip</c>.</summary>
    public string PaperclipHome => Variables.GetValueOrDefault("PAPERCLIP_HOME")?.Trim() is { Length: > 0 } named ? named.TrimEnd('/') : Path.Combine(UserHome, ".paperclip");
}
