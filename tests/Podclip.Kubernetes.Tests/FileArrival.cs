namespace Podclip.Kubernetes.Tests;

/// <summary>Tells when a file has been moved to its place.</summary>
internal sealed class FileArrival : IDisposable
{
    private readonly FileSystemWatcher _watcher;
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FileArrival(string folder, string name)
    {
        _watcher = new FileSystemWatcher(folder, name);
        _watcher.Renamed += (_, _) => _arrived.TrySetResult();
        _watcher.Created += (_, _) => _arrived.TrySetResult();
        _watcher.EnableRaisingEvents = true;
    }

    public Task WaitAsync(CancellationToken cancellationToken) => _arrived.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);

    public void Dispose() => _watcher.Dispose();
}
