namespace Podclip.Engine.Planning;

/// <summary>Where things are in an agent's container.</summary>
internal static class PodPaths
{
    /// <summary>HOME: the agent's settings and sessions.</summary>
    public const string Home = "/home/agent";

    /// <summary>Files that the agent's command line names.</summary>
    public const string Files = EntryScript.InputDirectory + "/files";

    /// <summary>The folder that travels with the run.</summary>
    public const string Bundle = Files + "/bundle";

    /// <summary>The working directory of a run without a workspace of its own.</summary>
    public const string Scratch = "/workspace";
}
