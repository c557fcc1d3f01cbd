namespace Podclip.LocalCluster.Nodes;

/// <summary>A command that runs in a container. Disposing ends it if it still runs.</summary>
internal interface IContainerCommand : IAsyncDisposable
{
    /// <summary>Its standard input, to be closed at its end; null when it has none.</summary>
    Stream? Input { get; }

    /// <summary>What it prints.</summary>
    Stream Output { get; }

    /// <summary>What it prints as errors; null when those are joined to the output.</summary>
    Stream? Errors { get; }

    /// <summary>Its exit code; 128 and the signal's number when a signal ended it.</summary>
    Task<int> Exit { get; }
}
