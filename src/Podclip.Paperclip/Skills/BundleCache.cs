namespace Podclip.Paperclip.Skills;

/// <summary>
/// Bundles in a folder that pods see too, each under its <see cref="BundleKey"/>, whole or not at all. Any number of runs may use it at once.
/// Agents can write there: what is found is checked against its name and made anew when it is no longer what it was.
/// </summary>
/// <param name="root">The folder.</param>
internal sealed class BundleCache(string root)
{
    private const int MostAttempts = 5;

    /// <summary>Makes sure that a bundle is there.</summary>
    /// <param name="instructions">What its key is made from beside its files.</param>
    /// <param name="files">Its files.</param>
    /// <returns>Its folder.</returns>
    /// <exception cref="IOException">Nothing can be written there.</exception>
    /// <exception cref="UnauthorizedAccessException">Nothing may be written there.</exception>
    public string Store(string? instructions, IReadOnlyList<SkillFile> files)
    {
        var folder = Path.Combine(root, BundleKey.Of(instructions, files));
        if (IsIntact(folder, instructions))
        {
            return folder;
        }

        Directory.CreateDirectory(root);
        var made = Path.Combine(root, $".new-{Guid.NewGuid():N}");
        try
        {
            Copy(files, made);

            // A source may have changed while it was copied: the name says what was copied.
            folder = Path.Combine(root, BundleKey.Of(instructions, SkillFolder.Read(made).Files));
            PutInPlace(made, folder, instructions);
            return folder;
        }
        finally
        {
            Remove(made);
        }
    }

    private static bool IsIntact(string folder, string? instructions)
    {
        try
        {
            return Directory.Exists(folder)
                && SkillFolder.Read(folder) is { LeftOut: [] } found
                && BundleKey.Of(instructions, found.Files) == Path.GetFileName(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Copy(IReadOnlyList<SkillFile> files, string folder)
    {
        foreach (var file in files)
        {
            var path = Path.Combine(folder, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            file.CopyTo(path);
        }

        foreach (var part in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories).Prepend(folder))
        {
            File.SetUnixFileMode(part, BundleModes.Folder);
        }
    }

    private void PutInPlace(string made, string folder, string? instructions)
    {
        for (var attempt = 1; !IsIntact(folder, instructions); attempt++)
        {
            var old = Path.Combine(root, $".old-{Guid.NewGuid():N}");
            try
            {
                if (Directory.Exists(folder))
                {
                    Directory.Move(folder, old);
                }

                Directory.Move(made, folder);
                return;
            }
            catch (IOException) when (attempt < MostAttempts && Directory.Exists(made))
            {
                // Another run was faster; what it made is looked at.
            }
            finally
            {
                Remove(old);
            }
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Only its space is lost, and the run needs nothing of it.
        }
    }
}
