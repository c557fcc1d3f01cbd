namespace Podclip.Paperclip.Tests;

internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("podclip-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
