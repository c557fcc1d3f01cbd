using Microsoft.Win32.SafeHandles;

namespace Podclip.LocalCluster.Kubelet.Native;

/// <summary>How a child process is started.</summary>
internal sealed record ChildStart
{
    /// <summary>The program's absolute path.</summary>
    public required string Program { get; init; }

    /// <summary>Its arguments, its own name first. Everyone on the machine can read them.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Its whole environment.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Its descriptors by number; standard input is /dev/null unless given.</summary>
    public required IReadOnlyDictionary<int, SafeFileHandle> Descriptors { get; init; }

    /// <summary>A file that takes its output and errors, appended.</summary>
    public string? OutputFile { get; init; }

    /// <summary>Whether it gets a session of its own, so that it outlives this process's terminal.</summary>
    public bool NewSession { get; init; }
}
