using System.CommandLine;
using Podclip.Cli.Commands;

namespace Podclip.Cli.Running;

/// <summary>The option <c>-o</c>.</summary>
internal sealed class OutputOption
{
    private readonly OutputFormat[] _formats;
    private readonly Option<string> _option;

    /// <summary>An option that takes some formats; the first is the default.</summary>
    /// <param name="description">What the formats are, for the help.</param>
    /// <param name="formats">The formats.</param>
    public OutputOption(string description, params OutputFormat[] formats)
    {
        _formats = formats;
        _option = new Option<string>("--output", "-o") { Description = description, HelpName = string.Join('|', formats.Select(Name)) };
        _option.CompletionSources.Add([.. formats.Select(Name)]);
    }

    /// <summary>Adds the option to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command) => command.Add(_option);

    /// <summary>Reads the option.</summary>
    /// <param name="result">The parsed command line.</param>
    /// <param name="problems">Gets what is wrong with it.</param>
    /// <returns>The format.</returns>
    public OutputFormat Read(ParseResult result, List<string> problems)
    {
        if (result.Word(_option) is not { } value)
        {
            return _formats[0];
        }

        foreach (var format in _formats)
        {
            if (Name(format) == value)
            {
                return format;
            }
        }

        problems.Add($"--output {value} is unknown; it is one of {string.Join(", ", _formats.Select(Name))}.");
        return _formats[0];
    }

    private static string Name(OutputFormat format) => format switch
    {
        OutputFormat.Text => "text",
        OutputFormat.Json => "json",
        OutputFormat.NdJson => "ndjson",
        OutputFormat.Yaml => "yaml",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
    };
}
