using System.Text.RegularExpressions;

namespace Podclip.Engine.Planning;

/// <summary>Checks what a run's pod is to be given.</summary>
internal static partial class PodOptionsValidator
{
    private static readonly string[] PullPolicies = ["IfNotPresent", "Always", "Never"];
    private static readonly string[] Effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

    /// <summary>Names every problem.</summary>
    public static IEnumerable<string> Validate(RunRequest request) =>
        [.. Settings(request.Pod), .. Amounts("request", request.Pod.Requests), .. Amounts("limit", request.Pod.Limits), .. Paths(request)];

    private static IEnumerable<string> Settings(PodOptions pod)
    {
        if (!PullPolicies.Contains(pod.ImagePullPolicy, StringComparer.Ordinal))
        {
            yield return $"The pull policy '{pod.ImagePullPolicy}' is none of {string.Join(", ", PullPolicies)}.";
        }

        foreach (var name in pod.ImagePullSecrets.Where(name => !RunRequestValidator.DnsName().IsMatch(name)))
        {
            yield return $"'{name}' is no name of a Secret to pull the image with.";
        }

        List<string> problems = [];
        foreach (var (key, value) in pod.NodeSelector)
        {
            RunRequestValidator.ValidateLabel(key, value, problems);
        }

        foreach (var problem in problems)
        {
            yield return $"Node selector: {problem}";
        }

        foreach (var toleration in pod.Tolerations)
        {
            if (toleration.Operator is not (null or "Exists" or "Equal") || toleration.Effect is { Length: > 0 } effect && !Effects.Contains(effect, StringComparer.Ordinal))
            {
                yield return $"The toleration of '{toleration.Key}' is none: its operator is Exists or Equal, its effect {string.Join(", ", Effects)} or none.";
            }
        }
    }

    private static IEnumerable<string> Amounts(string kind, IReadOnlyDictionary<string, string> amounts) => amounts
        .Where(amount => !Quantity().IsMatch(amount.Value))
        .Select(amount => $"The {kind} of {amount.Key} '{amount.Value}' is no quantity such as 500m, 2 or 2Gi.");

    private static IEnumerable<string> Paths(RunRequest request)
    {
        var home = request.Home is HomeVolume.Folder folder ? folder.Path : PodPaths.Home;
        HashSet<string> taken = new([EntryScript.InputDirectory, "/tmp"], StringComparer.Ordinal);
        if (request.Home is not HomeVolume.Folder)
        {
            taken.Add(home);
        }

        foreach (var mount in request.Pod.Mounts)
        {
            if (!IsAbsolute(mount.Path))
            {
                yield return $"The mount path '{mount.Path}' is not absolute.";
            }
            else if (!taken.Add(mount.Path.TrimEnd('/')))
            {
                yield return $"Two volumes are to be mounted at {mount.Path}.";
            }

            if (mount is PodMount.Claim { Name: var claim } && !RunRequestValidator.DnsName().IsMatch(claim))
            {
                yield return $"'{claim}' is no name of a volume claim.";
            }
        }

        if (request.Pod.WorkingDirectory is { } directory && !IsAbsolute(directory))
        {
            yield return $"The working directory '{directory}' is not absolute.";
        }

        if (!IsAbsolute(home))
        {
            yield return $"HOME '{home}' is not absolute.";
        }
    }

    private static bool IsAbsolute(string path) => path.StartsWith('/') && path.Length > 1 && !path.Contains("/../", StringComparison.Ordinal) && !path.EndsWith("/..", StringComparison.Ordinal);

    [GeneratedRegex(@"^[0-9]+(\.[0-9]+)?(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quantity();
}
