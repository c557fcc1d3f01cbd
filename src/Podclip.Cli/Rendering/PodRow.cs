namespace Podclip.Cli.Rendering;

/// <summary>A pod of the embedded cluster.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Phase">Its phase.</param>
internal sealed record PodRow(string Namespace, string Name, string Phase);
