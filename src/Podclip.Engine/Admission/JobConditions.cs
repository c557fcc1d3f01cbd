namespace Podclip.Engine.Admission;

/// <summary>Reads what a Job's conditions say.</summary>
internal static class JobConditions
{
    /// <summary>Why a Job failed, known as soon as the controller decides it and before its pods are gone (FailureTarget); null otherwise.</summary>
    public static JobCondition? Failure(Job job) =>
        job.Status?.Conditions?.FirstOrDefault(condition => condition is { Type: "Failed" or "FailureTarget", Status: "True" });

    /// <summary>Whether a Job is over for good: Complete and Failed come only after all its pods have ended.</summary>
    public static bool IsFinished(Job job) =>
        job.Status?.Conditions?.Any(condition => condition is { Type: "Complete" or "Failed", Status: "True" }) == true;
}
