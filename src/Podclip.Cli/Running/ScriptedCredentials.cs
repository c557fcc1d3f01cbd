using Podclip.Agents;
using Podclip.Engine;

namespace Podclip.Cli.Running;

/// <summary>Leads a run to the scripted endpoint.</summary>
internal static class ScriptedCredentials
{
    /// <summary>Adds the endpoint to a run's variables; what the user has set himself stays.</summary>
    /// <param name="request">The run.</param>
    /// <param name="endpoint">The endpoint.</param>
    /// <returns>The run with the endpoint and a key that it does not look at.</returns>
    public static RunRequest AddTo(RunRequest request, Uri endpoint)
    {
        var variables = new Dictionary<string, string>(request.Environment, StringComparer.Ordinal);
        foreach (var (name, value) in request.Agent.LeadTo(new ModelAddress { Url = endpoint, Model = request.Model, IsScripted = true }))
        {
            variables.TryAdd(name, value);
        }

        return request with { Environment = variables };
    }
}
