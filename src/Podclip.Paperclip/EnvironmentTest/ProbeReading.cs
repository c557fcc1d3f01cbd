using Podclip.Agents.Transcripts;
using Podclip.Paperclip.Contract;

namespace Podclip.Paperclip.EnvironmentTest;

/// <summary>Reads what a probe printed. The image is not ours: nothing that it prints is trusted to be short, or plain. Pure.</summary>
/// <param name="kind">The adapter.</param>
/// <param name="program">The agent's program.</param>
/// <param name="image">The image.</param>
/// <param name="filtersOutput">Whether a run has a filter of long tool outputs, which needs an interpreter.</param>
internal sealed class ProbeReading(AdapterKind kind, string program, string image, bool filtersOutput)
{
    private const int LongestText = 200;

    /// <summary>The checks of a probe that ran to its end.</summary>
    /// <param name="lines">Its output.</param>
    public IReadOnlyList<AdapterEnvironmentCheck> Read(IEnumerable<string> lines)
    {
        var said = lines
            .Where(line => line.StartsWith(ProbeScript.Prefix, StringComparison.Ordinal))
            .Select(line => line.Split(':', 3))
            .Where(parts => parts.Length == 3)
            .ToLookup(parts => parts[1], parts => Plain(parts[2]), StringComparer.Ordinal);
        return [Program(said), Interpreter(said), .. Api(said)];
    }

    private AdapterEnvironmentCheck Program(ILookup<string, string> said) =>
        said["version"].FirstOrDefault() is { } version
            ? Check.Info(EnvironmentCodes.CliFound, $"{kind.Agent.DisplayName} {version} is in the image at {said["program"].FirstOrDefault() ?? program}", $"Image: {image}")
            : said["broken"].FirstOrDefault() is { } why
                ? Check.Error(EnvironmentCodes.CliBroken, $"{program} --version fails in image {image}: {why}", "Use an image in which it starts: set image in the agent's configuration.")
                : Check.Error(EnvironmentCodes.CliMissing, $"There is no {program} in the PATH of image {image}", "Use an image that has it: set image in the agent's configuration, or PATH in its env.");

    private AdapterEnvironmentCheck Interpreter(ILookup<string, string> said) =>
        string.Join(", ", said["interpreter"].Distinct(StringComparer.Ordinal)) is { Length: > 0 } names
            ? Check.Info(EnvironmentCodes.InterpreterFound, $"The image has an interpreter for the filter of long tool outputs: {names}")
            : filtersOutput
                ? Check.Warn(
                    EnvironmentCodes.InterpreterMissing,
                    $"Image {image} has none of node, python3 and perl",
                    "Without any of them long outputs of tools reach the model uncut. Add one to the image.")
                : Check.Info(EnvironmentCodes.InterpreterMissing, $"Image {image} has none of node, python3 and perl, and this configuration needs none");

    private static IEnumerable<AdapterEnvironmentCheck> Api(ILookup<string, string> said) =>
    [
        .. said["answer"].Take(1).Select(url => Check.Info(EnvironmentCodes.ApiUrlAnswers, $"PAPERCLIP_API_URL answers from a pod: {url}")),
        .. said["silence"].Take(1).Select(why => Check.Error(
            EnvironmentCodes.ApiUrlSilent,
            $"PAPERCLIP_API_URL does not answer from a pod: {why}",
            "Check the address, the Service in front of Paperclip, and the namespace's network policies. An address of agents' own: paperclipApiUrl in the agent's configuration.")),
        .. said["untested"].Take(1).Select(url => Check.Info(EnvironmentCodes.ApiUrlUntested, $"Whether {url} answers from a pod was not tried: the image has none of curl, wget and node")),
    ];

    private static string Plain(string text)
    {
        var line = TerminalText.Neutralize(text.Trim());
        return line.Length <= LongestText ? line : line[..LongestText] + "…";
    }
}
