using System.CommandLine;
using System.Globalization;
using Podclip.Cli.Commands;

namespace Podclip.Cli.Running;

/// <summary>An option that takes a number of seconds, up to an hour.</summary>
/// <param name="name">The option, with its dashes.</param>
/// <param name="description">What takes that long.</param>
internal sealed class SecondsOption(string name, string description)
{
    private const int Longest = 3600;
    private readonly Option<string> _option = new(name) { Description = description, HelpName = "SECONDS" };

    /// <summary>Adds the option to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command) => command.Add(_option);

    /// <summary>Reads the option.</summary>
    /// <param name="result">The parsed command line.</param>
    /// <param name="problems">Gets what is wrong with it.</param>
    /// <returns>The seconds; 0 for none named.</returns>
    public double Read(ParseResult result, List<string> problems)
    {
        if (result.Word(_option) is not { } word)
        {
            return 0;
        }

        if (double.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and <= Longest)
        {
            return seconds;
        }

        problems.Add($"{name} {word} is no number between 0 and {Longest}.");
        return 0;
    }
}
