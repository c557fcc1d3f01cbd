namespace Podclip.LocalCluster.Kubelet.Sandbox;

/// <summary>How to start bubblewrap for a container.</summary>
/// <param name="Launcher">The command line up to and including bubblewrap; nothing secret.</param>
/// <param name="Options">Bubblewrap's options, the environment among them; to be handed over by descriptor.</param>
/// <param name="StageDirectory">Where mounts are shown to a user that cannot reach them; null when it needs none of that.</param>
/// <param name="StagedSources">What is shown there, by number.</param>
internal sealed record SandboxCommand(
    IReadOnlyList<string> Launcher,
    IReadOnlyList<string> Options,
    string? StageDirectory,
    IReadOnlyList<string> StagedSources);
