using System.CommandLine;

namespace Podclip.Cli.Commands;

/// <summary>A command of the tree. It parses, calls and renders; what is wrong with its words is told all at once.</summary>
internal abstract class CliCommand : Command
{
    /// <summary>A command.</summary>
    /// <param name="host">The process.</param>
    /// <param name="name">Its word.</param>
    /// <param name="description">What it does, in one sentence.</param>
    protected CliCommand(CliHost host, string name, string description)
        : base(name, description)
    {
        Host = host;
        SetAction(ExecuteAsync);
    }

    /// <summary>Command lines for the help, without the program's name.</summary>
    public virtual IReadOnlyList<string> Examples => [];

    /// <summary>The process.</summary>
    protected CliHost Host { get; }

    /// <summary>What is wrong with a command line beyond its syntax, found without doing anything. Asked when the syntax is wrong too.</summary>
    /// <param name="result">The parsed command line.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The problems.</returns>
    public virtual Task<IReadOnlyList<string>> FindProblemsAsync(ParseResult result, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>Does the work.</summary>
    /// <param name="result">The parsed command line.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    protected abstract Task<int> ExecuteAsync(ParseResult result, CancellationToken cancellationToken);
}
