namespace Podclip.Engine.Tests;

/// <summary>A folder that ends with its test.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("podclip-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
