namespace Podclip.Paperclip.EnvironmentTest;

/// <summary>The engine's remedies speak of the command line's options; an agent of Paperclip has fields of a configuration instead.</summary>
internal static class ConfigurationWords
{
    // An option that begins like another one stands before it.
    private static readonly (string Option, string Field)[] Fields =
    [
        ("--kubeconfig and --context", "kubeconfig"),
        ("--cpu and --memory", "resources.requests and resources.limits"),
        ("--cpu", "resources.requests.cpu and resources.limits.cpu"),
        ("--memory", "resources.requests.memory and resources.limits.memory"),
        ("--service-account", "serviceAccountName"),
        ("--namespace", "namespace"),
        ("--workspace", "cwd"),
        ("--home", "workspaceVolumeClaim"),
        ("--image", "image"),
    ];

    /// <summary>A remedy with the fields in the place of the options.</summary>
    public static string? Of(string? remedy) => Fields.Aggregate(remedy, (text, pair) => text?.Replace(pair.Option, pair.Field, StringComparison.Ordinal));
}
