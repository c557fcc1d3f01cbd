using Podclip.Cli.Rendering;
using Podclip.LocalCluster.Kubelet.Images;

namespace Podclip.Cli.Embedded;

/// <summary>The embedded cluster's images as commands show them.</summary>
internal static class EmbeddedImages
{
    /// <summary>All images, by name.</summary>
    /// <param name="files">The cluster's files.</param>
    /// <returns>The images.</returns>
    public static IReadOnlyList<ImageRow> List(ClusterFiles files) =>
        [.. new ImageCatalogue(files.Folder).List().Select(entry => new ImageRow(entry.Name, entry.Root, entry.Path))];
}
