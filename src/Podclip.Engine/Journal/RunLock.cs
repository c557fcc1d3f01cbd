using System.Diagnostics.CodeAnalysis;

namespace Podclip.Engine.Journal;

/// <summary>The right to drive a run, held by one process; the system frees it when that process dies.</summary>
internal sealed class RunLock : IDisposable
{
    private readonly FileStream _file;

    private RunLock(FileStream file) => _file = file;

    /// <summary>Takes the lock of a run's folder; false when another process has it.</summary>
    public static bool TryTake(string directory, [NotNullWhen(true)] out RunLock? taken)
    {
        taken = StateFiles.TryLock(Path.Combine(directory, "driver.lock")) is { } file ? new RunLock(file) : null;
        return taken is not null;
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();
}
