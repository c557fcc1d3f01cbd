using Podclip.Agents;
using Podclip.Engine;
using Podclip.Paperclip.Contract;

namespace Podclip.Paperclip.EnvironmentTest;

/// <summary>What the agent of a run has to work with: a credential for its model, and the way back to Paperclip. Pure.</summary>
internal static class RunChecks
{
    /// <summary>Is there a credential for the model? Values are looked at only for being there.</summary>
    public static AdapterEnvironmentCheck Credentials(IAgent agent, RunRequest request)
    {
        HashSet<string> known =
        [
            .. request.Environment.Where(pair => pair.Value.Length > 0).Select(pair => pair.Key),
            .. request.Pod.Variables.Select(variable => variable.Name).OfType<string>(),
        ];
        if (agent.CredentialVariables.FirstOrDefault(set => set.All(known.Contains)) is { } set)
        {
            return Check.Info(EnvironmentCodes.CredentialsPresent, $"{agent.DisplayName} has a credential for its model ({string.Join(" and ", set)})");
        }

        var wholes = request.Pod.VariablesFrom.Select(source => source.SecretRef?.Name ?? source.ConfigMapRef?.Name).OfType<string>().ToList();
        var elsewhere = wholes.Count == 0 ? "" : $" Unless {string.Join(" or ", wholes)}, inherited as a whole, has one.";
        return Check.Warn(
            EnvironmentCodes.CredentialsMissing,
            $"{agent.DisplayName} has no variable with a credential for its model",
            $"Set one of these in env, or in Paperclip's own environment: {string.Join("; ", agent.CredentialVariables.Select(names => string.Join(" and ", names)))}. "
            + $"Not needed where a login is stored in the agent's HOME.{elsewhere}");
    }

    /// <summary>Is the agent told where Paperclip's API answers?</summary>
    public static AdapterEnvironmentCheck ApiUrl(string? url) => url is null
        ? Check.Warn(
            EnvironmentCodes.ApiUrlMissing,
            "PAPERCLIP_API_URL is not known as an address that answers from a pod, so agents cannot call Paperclip",
            "Start Paperclip with PAPERCLIP_API_URL set to its address within the cluster (http://SERVICE.NAMESPACE:3100), or set paperclipApiUrl in the agent's configuration.")
        : Check.Info(EnvironmentCodes.ApiUrlKnown, $"PAPERCLIP_API_URL for agents: {url}");

    /// <summary>What a run's log would begin with.</summary>
    public static AdapterEnvironmentCheck Warning(string warning)
    {
        const string Prefix = "Warning: ";
        return Check.Warn(EnvironmentCodes.ConfigWarning, warning.StartsWith(Prefix, StringComparison.Ordinal) ? warning[Prefix.Length..] : warning);
    }
}
