namespace Podclip.Agents;

/// <summary>A file that an agent works with, in <see cref="AgentRequest.FileDirectory"/> or another folder.</summary>
/// <param name="Name">Its name; in a folder of its own also a path of names, with <c>/</c> between them.</param>
/// <param name="Content">What is in it.</param>
public sealed record LaunchFile(string Name, ReadOnlyMemory<byte> Content)
{
    /// <summary>Whether it is a program.</summary>
    public bool IsExecutable { get; init; }
}
