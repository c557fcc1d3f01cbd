using Podclip.Engine.Planning;

namespace Podclip.Engine.Tests.Preflight;

/// <summary>Plans of runs that are never carried out.</summary>
internal static class Plans
{
    public static RunPlan Of(RunRequest request) => RunPlanner.Plan(request, RunIdentity.Create(TimeProvider.System, "nobody"));
}
