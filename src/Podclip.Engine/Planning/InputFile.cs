namespace Podclip.Engine.Planning;

/// <summary>A file of the container that stands in a Secret.</summary>
/// <param name="Secret">Which Secret.</param>
/// <param name="Key">The key in it.</param>
/// <param name="Path">The path below <see cref="EntryScript.InputDirectory"/>.</param>
internal sealed record InputFile(int Secret, string Key, string Path)
{
    /// <summary>Whether it is a program.</summary>
    public bool IsExecutable { get; init; }
}
