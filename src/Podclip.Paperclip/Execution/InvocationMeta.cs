using System.Globalization;
using Podclip.Engine.Planning;
using Podclip.Paperclip.AdapterUtils;
using Podclip.Paperclip.Contract;

namespace Podclip.Paperclip.Execution;

/// <summary>Tells the host how an agent is started.</summary>
internal static class InvocationMeta
{
    private const string Hidden = "***REDACTED***";
    private const int LongestShown = 200;

    /// <summary>The invocation. The context is left out: it is large, and a token may stand in it.</summary>
    public static AdapterInvocationMeta Of(AdapterKind kind, ExecutionPlan plan, RunPlan objects)
    {
        var container = objects.Job.Spec!.Template!.Spec!.Containers![0];
        var timeout = plan.Request.Timeout is { } limit ? string.Create(CultureInfo.InvariantCulture, $"{limit.TotalSeconds:0}s") : "none";
        return new AdapterInvocationMeta
        {
            AdapterType = kind.Type,
            Command = $"kubectl job/{objects.Job.Metadata.Name}",
            Cwd = container.WorkingDir,
            CommandArgs = [.. objects.Arguments.Select(argument => SecretRedaction.RedactCommandText(argument))],
            CommandNotes = [$"Image: {container.Image}", $"Namespace: {plan.Namespace}", $"Timeout: {timeout}", $"Skills {plan.Skills.Summary}"],
            Env = plan.Request.Environment.ToDictionary(pair => pair.Key, pair => Shown(pair.Key, pair.Value), StringComparer.Ordinal),
            Prompt = plan.Prompt.Text,
            PromptMetrics = plan.Prompt.Metrics,
        };
    }

    // Any other variable may hold a secret, whatever its name says.
    private static string Shown(string name, string value) =>
        PaperclipEnv.IsPaperclipRuntimeEnvKey(name) && !SecretValues.IsSecretName(name) && value.Length <= LongestShown ? value : Hidden;
}
