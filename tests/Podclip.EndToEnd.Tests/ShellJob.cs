namespace Podclip.EndToEnd.Tests;

/// <summary>Jobs whose only container runs a shell script once.</summary>
internal static class ShellJob
{
    public static Job Of(string ns, string name, string script) => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = ns },
        Spec = new JobSpec
        {
            BackoffLimit = 0,
            Template = new PodTemplateSpec
            {
                Spec = new PodSpec { RestartPolicy = "Never", Containers = [new Container { Name = "main", Image = "shell", Command = ["sh", "-c", script] }] },
            },
        },
    };

    /// <summary>Whether a Job has ended, well or badly.</summary>
    public static bool HasEnded(Job job) => job.Status?.Conditions?.Any(condition => condition.Type is "Complete" or "Failed" && condition.Status == "True") == true;
}
