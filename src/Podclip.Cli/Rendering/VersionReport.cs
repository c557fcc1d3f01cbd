namespace Podclip.Cli.Rendering;

/// <summary>What <c>podclip version</c> tells.</summary>
/// <param name="Version">The version.</param>
/// <param name="Commit">The commit it was built from, if known.</param>
/// <param name="Runtime">The .NET it runs on.</param>
/// <param name="Platform">The operating system and processor it was built for.</param>
internal sealed record VersionReport(string Version, string? Commit, string Runtime, string Platform);
