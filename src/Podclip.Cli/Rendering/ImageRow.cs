namespace Podclip.Cli.Rendering;

/// <summary>An image of the embedded cluster.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Root">The folder that is its root, or null for this machine's.</param>
/// <param name="Path">The folders added to PATH.</param>
internal sealed record ImageRow(string Name, string? Root, IReadOnlyList<string> Path);
