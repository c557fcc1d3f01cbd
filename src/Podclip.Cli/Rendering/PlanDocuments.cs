using System.Text.Json;
using Podclip.Engine.Planning;
using Podclip.Kubernetes.Resources;

namespace Podclip.Cli.Rendering;

/// <summary>The objects of a plan as documents, in the order in which they are created.</summary>
internal static class PlanDocuments
{
    /// <summary>The documents.</summary>
    /// <param name="plan">The plan.</param>
    /// <returns>Claim, Job and Secrets.</returns>
    public static IReadOnlyList<JsonElement> Of(RunPlan plan)
    {
        List<JsonElement> documents = [];
        if (plan.HomeClaim is { } claim)
        {
            documents.Add(One(ResourceTypes.PersistentVolumeClaims, claim));
        }

        documents.Add(One(ResourceTypes.Jobs, plan.Job));
        documents.AddRange(plan.Secrets.Select(secret => One(ResourceTypes.Secrets, secret)));
        return documents;
    }

    /// <summary>An object as a document that says what it is.</summary>
    /// <typeparam name="T">Its kind.</typeparam>
    /// <param name="type">Where it lives.</param>
    /// <param name="value">The object.</param>
    /// <returns>The document.</returns>
    public static JsonElement One<T>(ResourceType<T> type, T value)
        where T : KubernetesObject =>
        JsonSerializer.SerializeToElement(value with { ApiVersion = type.ApiVersion, Kind = type.Kind }, type.ObjectJson);
}
