namespace Podclip.LocalCluster.Nodes;

/// <summary>A command to run in a container that runs already.</summary>
/// <param name="Command">The program and its arguments.</param>
/// <param name="HasInput">Whether it gets a standard input; else that is empty.</param>
/// <param name="JoinsErrors">Whether its errors go where its output goes.</param>
internal sealed record ExecQuery(IReadOnlyList<string> Command, bool HasInput, bool JoinsErrors);
