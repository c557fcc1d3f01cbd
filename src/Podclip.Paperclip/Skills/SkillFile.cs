namespace Podclip.Paperclip.Skills;

/// <summary>One file of a skill.</summary>
/// <param name="Path">Where it is in the skill, with <c>/</c> between its parts.</param>
/// <param name="Source">Where its content is; not opened when it is empty.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="IsExecutable">Whether it is a program.</param>
/// <param name="Digest">The SHA-256 of its content.</param>
internal sealed record SkillFile(string Path, string Source, long Length, bool IsExecutable, string Digest)
{
    /// <summary>Its content.</summary>
    /// <exception cref="IOException">It cannot be read any more.</exception>
    public byte[] Read() => Length == 0 ? [] : File.ReadAllBytes(Source);

    /// <summary>Puts a copy of it somewhere; the copy may be read by all, and written by its owner.</summary>
    /// <exception cref="IOException">It cannot be read any more, or nothing be written there.</exception>
    public void CopyTo(string path)
    {
        if (Length == 0)
        {
            using var empty = new FileStream(path, FileMode.CreateNew);
        }
        else
        {
            File.Copy(Source, path);
        }

        File.SetUnixFileMode(path, BundleModes.Of(IsExecutable));
    }
}
