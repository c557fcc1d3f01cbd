using System.Text.RegularExpressions;

namespace Podclip.Engine.Planning;

/// <summary>Checks a request before anything is created.</summary>
public static partial class RunRequestValidator
{
    // A run's Secrets are sent one by one; more would be a file transfer, not a prompt.
    private const int LongestPrompt = 50_000_000;

    /// <summary>Names every problem of a request.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The problems; empty when it is valid.</returns>
    public static IReadOnlyList<string> Validate(RunRequest request)
    {
        var problems = new List<string>(request.Agent.Validate(RunPlanner.ToAgentRequest(request)));
        void Require(bool holds, string problem)
        {
            if (!holds)
            {
                problems.Add(problem);
            }
        }

        Require(request.Prompt.Length <= LongestPrompt, $"The prompt has {request.Prompt.Length} bytes; the limit is {LongestPrompt}.");
        Require(request.AgentName is null || request.AgentName.Trim().Length > 0, "The agent's name is blank.");
        Require(request.Home is not HomeVolume.Claim claim || DnsName().IsMatch(claim.Name), "The HOME claim is no valid name: lower-case letters, digits, '-' and '.', at most 253.");
        Require(request.Workspace is null || Path.IsPathFullyQualified(request.Workspace), $"The workspace '{request.Workspace}' is not an absolute path.");
        Require(request.Image is null || !request.Image.Any(char.IsWhiteSpace) && request.Image.Length > 0, $"The image '{request.Image}' is no image name.");
        Require(request.ServiceAccountName is null || DnsName().IsMatch(request.ServiceAccountName), $"The service account '{request.ServiceAccountName}' is no valid name.");
        Require(request.MaxTurns is null or > 0, "The limit of turns is not positive.");
        Require(request.JobName is null || JobName().IsMatch(request.JobName), $"The Job's name '{request.JobName}' is none: lower-case letters, digits and '-', at most 63.");
        Require(request.Timeout is null || request.Timeout > TimeSpan.Zero, "The timeout is not positive.");
        Require(request.StartTimeout > TimeSpan.Zero, "The start timeout is not positive.");
        Require(request.QueueTimeout >= TimeSpan.Zero, "The queue timeout is negative.");
        Require(request.ExitTimeout > TimeSpan.Zero, "The exit timeout is not positive.");
        Require(request.SilenceTimeout is null || request.SilenceTimeout > TimeSpan.Zero, "The silence timeout is not positive.");
        Require(request.UnreachableTimeout > TimeSpan.Zero, "The unreachable timeout is not positive.");
        Require(request.Grace >= TimeSpan.FromSeconds(1), "The grace is shorter than a second.");
        foreach (var name in request.Environment.Keys.Where(name => !VariableName().IsMatch(name)))
        {
            problems.Add($"'{name}' is no name for an environment variable.");
        }

        foreach (var (name, value) in request.Environment)
        {
            Require(!value.Contains('\0', StringComparison.Ordinal), $"The value of {name} holds a NUL byte.");
        }

        foreach (var (key, value) in request.Labels)
        {
            if (PodclipLabels.ReservedPrefixes.FirstOrDefault(prefix => key.StartsWith(prefix, StringComparison.Ordinal)) is { } prefix)
            {
                problems.Add($"The label '{key}' uses the reserved prefix {prefix}.");
            }

            ValidateLabel(key, value, problems);
        }

        foreach (var (key, value) in request.SystemLabels)
        {
            ValidateLabel(key, value, problems);
        }

        foreach (var file in request.Bundle.Where(file => !IsPathWithin(file.Name)))
        {
            problems.Add($"The bundled file '{file.Name}' leads out of its folder.");
        }

        Require(request.Bundle.DistinctBy(file => file.Name, StringComparer.Ordinal).Count() == request.Bundle.Count, "Two bundled files have one name.");
        problems.AddRange(PodOptionsValidator.Validate(request));
        return problems;
    }

    private static bool IsPathWithin(string path) => !path.Contains('\0', StringComparison.Ordinal) && path.Split('/').All(name => name is not ("" or "." or ".."));

    internal static void ValidateLabel(string key, string value, List<string> problems)
    {
        if (!LabelKey().IsMatch(key))
        {
            problems.Add($"'{key}' is no label name: [prefix/]name of letters, digits, '-', '_' and '.', at most 63.");
        }

        if (!LabelValue().IsMatch(value))
        {
            problems.Add($"The label {key}='{value}' is no label value: letters, digits, '-', '_' and '.', at most 63, letter or digit at both ends.");
        }
    }

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\z", RegexOptions.ExplicitCapture, 1000)]
    internal static partial Regex DnsName();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex JobName();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex VariableName();

    [GeneratedRegex(@"^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LabelKey();

    [GeneratedRegex(@"^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LabelValue();
}
