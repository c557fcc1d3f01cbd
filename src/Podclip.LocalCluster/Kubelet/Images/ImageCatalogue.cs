using System.Text.Json;
using System.Text.RegularExpressions;

namespace Podclip.LocalCluster.Kubelet.Images;

/// <summary>
/// The images of an embedded cluster: the file <c>images.json</c> in its state directory. Changes count for the next container that starts.
/// </summary>
public sealed partial class ImageCatalogue(string stateDirectory)
{
    private const string Unreachable = ".invalid";
    private readonly string _file = Path.Combine(stateDirectory, "images.json");

    /// <summary>All images, by name.</summary>
    /// <exception cref="InvalidDataException">The file is not a catalogue.</exception>
    public IReadOnlyList<ImageEntry> List()
    {
        try
        {
            using var stream = File.OpenRead(_file);
            return JsonSerializer.Deserialize(stream, ImageCatalogueJson.Default.ImageList)?.Images ?? [];
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{_file} is not an image catalogue: {e.Message}", e);
        }
    }

    /// <summary>Enters an image, in the place of one of the same name.</summary>
    /// <exception cref="ArgumentException">The entry cannot work; the message names every reason.</exception>
    public void Add(ImageEntry entry)
    {
        var problems = Problems(entry).ToList();
        if (problems.Count > 0)
        {
            throw new ArgumentException($"image {entry.Name}: {string.Join("; ", problems)}", nameof(entry));
        }

        Write([.. List().Where(other => other.Name != entry.Name).Append(entry).OrderBy(other => other.Name, StringComparer.Ordinal)]);
    }

    /// <summary>Takes an image out.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(string name)
    {
        var all = List();
        var rest = all.Where(entry => entry.Name != name).ToList();
        if (rest.Count == all.Count)
        {
            return false;
        }

        Write(rest);
        return true;
    }

    /// <summary>What a name in a pod means.</summary>
    internal ImageResolution Resolve(string name)
    {
        if (!ImageName().IsMatch(name))
        {
            return new ImageResolution.Invalid($"Failed to apply default image tag \"{name}\": couldn't parse image name \"{name}\": {ImageReference.Problem(name)}");
        }

        var images = List();
        var entry = images.FirstOrDefault(image => image.Name == name) ?? images.FirstOrDefault(image => image.Name == WithoutTag(name));
        if (entry is not null)
        {
            return entry.PullError is { } error ? new ImageResolution.Unavailable(error) : new ImageResolution.Usable(entry);
        }

        var reference = ImageReference.Of(name);
        return reference.Host.Split(':')[0].EndsWith(Unreachable, StringComparison.OrdinalIgnoreCase)
            ? new ImageResolution.Unavailable(
                $"failed to pull and unpack image \"{reference}\": failed to resolve reference \"{reference}\": failed to do request: Head \"https://{reference.Host}/v2/{reference.Repository}/manifests/{reference.Version}\": dial tcp: lookup {reference.Host.Split(':')[0]}: no such host")
            : new ImageResolution.Usable(new ImageEntry { Name = name });
    }

    private static string WithoutTag(string name)
    {
        var end = name.IndexOf('@');
        var bare = end < 0 ? name : name[..end];
        var colon = bare.LastIndexOf(':');
        return colon > bare.LastIndexOf('/') ? bare[..colon] : bare;
    }

    private static IEnumerable<string> Problems(ImageEntry entry)
    {
        if (!ImageName().IsMatch(entry.Name))
        {
            yield return "the name is not an image name";
        }

        if (entry.Root is { } root && (!Path.IsPathFullyQualified(root) || !Directory.Exists(root)))
        {
            yield return $"there is no folder {root}";
        }

        if (!entry.MountPath.StartsWith('/') || entry.MountPath == "/")
        {
            yield return $"{entry.MountPath} is not a place for a folder in a container";
        }

        if (entry.User is { } user && !UserName().IsMatch(user))
        {
            yield return $"the user must be a number, or two as in 1000:1000, not {user}";
        }
    }

    private void Write(IReadOnlyList<ImageEntry> images)
    {
        Directory.CreateDirectory(stateDirectory);
        var next = _file + ".next";
        File.WriteAllBytes(next, JsonSerializer.SerializeToUtf8Bytes(new ImageList(images), ImageCatalogueJson.Default.ImageList));
        File.Move(next, _file, overwrite: true);
    }

    [GeneratedRegex("^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]+)?/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ImageName();

    [GeneratedRegex("^[0-9]+(?::[0-9]+)?$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UserName();
}
