using Podclip.Agents;
using Podclip.Engine.HostPods;
using Podclip.Paperclip.AdapterUtils;
using Podclip.Paperclip.Configuration;
using Podclip.Paperclip.Contract;

namespace Podclip.Paperclip.Variables;

/// <summary>
/// A run's environment, layer by layer, the later ones stronger: what the agent's model needs of the host's environment, what is inherited by
/// configuration, what tells the agent of its run, its own configuration, and the key to the host's API. Pure.
/// </summary>
public static class RunVariables
{
    private const string Key = "PAPERCLIP_API_KEY";

    /// <summary>The variables.</summary>
    /// <param name="execution">The run.</param>
    /// <param name="settings">The agent's configuration.</param>
    /// <param name="agent">The agent.</param>
    /// <param name="host">This process's environment.</param>
    /// <param name="hostPod">Paperclip's pod, or null.</param>
    /// <param name="apiUrl">Where the host's API answers a pod, or null.</param>
    /// <returns>The variables. Some are secrets.</returns>
    public static IReadOnlyDictionary<string, string> Of(
        AdapterExecutionContext execution, AdapterSettings settings, IAgent agent, IReadOnlyDictionary<string, string> host, HostPod? hostPod, string? apiUrl)
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        foreach (var (name, value) in Inherited(settings, agent, host, hostPod))
        {
            variables[name] = value;
        }

        var ours = WakeVariables.Of(execution);
        if (apiUrl is not null)
        {
            ours["PAPERCLIP_API_URL"] = apiUrl;
        }

        foreach (var (name, value) in ours)
        {
            variables[name] = value;
        }

        foreach (var (name, value) in HostOnlyVariables.Without(settings.Environment))
        {
            // A configuration may add to what tells of the run, and change nothing of it.
            if (!PaperclipEnv.IsPaperclipRuntimeEnvKey(name) || !ours.ContainsKey(name))
            {
                variables[name] = value;
            }
        }

        variables.Remove(Key);
        if (execution.AuthToken is { Length: > 0 } token)
        {
            variables[Key] = token;
        }

        return variables;
    }

    private static IEnumerable<KeyValuePair<string, string>> Inherited(
        AdapterSettings settings, IAgent agent, IReadOnlyDictionary<string, string> host, HostPod? hostPod)
    {
        var literals = settings.InheritEnv is InheritedEnv.All && hostPod is not null ? hostPod.Variables.Where(pair => pair.Value.Length > 0) : [];
        var known = new Dictionary<string, string>(host, StringComparer.Ordinal);
        foreach (var (name, value) in settings.Environment)
        {
            known[name] = value;
        }

        var admitted = agent.SelectInherited(known, settings.Model).Concat(settings.InheritEnv is InheritedEnv.Named(var names) ? names : []);
        return literals.Concat(admitted.Where(host.ContainsKey).Select(name => KeyValuePair.Create(name, host[name])));
    }
}
