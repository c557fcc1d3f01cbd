using System.CommandLine;
using System.Globalization;
using Podclip.Cli.Commands;

namespace Podclip.Cli.Running;

/// <summary>The option <c>--port</c>.</summary>
/// <param name="description">What listens there.</param>
internal sealed class PortOption(string description)
{
    private readonly Option<string> _option = new("--port") { Description = description, HelpName = "PORT" };

    /// <summary>Adds the option to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command) => command.Add(_option);

    /// <summary>Reads the option.</summary>
    /// <param name="result">The parsed command line.</param>
    /// <param name="problems">Gets what is wrong with it.</param>
    /// <returns>The port; 0 for none named.</returns>
    public int Read(ParseResult result, List<string> problems)
    {
        if (result.Word(_option) is not { } word)
        {
            return 0;
        }

        if (ushort.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return port;
        }

        problems.Add($"--port {word} is no port; it is a number up to 65535.");
        return 0;
    }
}
