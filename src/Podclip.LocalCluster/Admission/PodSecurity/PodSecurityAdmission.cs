using System.Globalization;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Api;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission.PodSecurity;

/// <summary>
/// Pod Security admission: pods must meet what their namespace enforces; who makes them, or Jobs that would make them, is warned. As on
/// the real server nothing is enforced on Jobs: it is their pods that are refused.
/// </summary>
internal static class PodSecurityAdmission
{
    /// <summary>Checks what is made or changed.</summary>
    /// <exception cref="ApiException">It is refused.</exception>
    public static void Review(AdmissionReview review)
    {
        switch (review.Kind.QualifiedName)
        {
            case ResourceNames.Namespaces when review.Current is { } current:
                WarnOfPods(review, NamespaceSecurity.Of(current).Enforce, NamespaceSecurity.Of(review.Document).Enforce);
                break;
            case ResourceNames.Pods when review.Current is null || HasOtherImages(review.Current, review.Document):
                var security = SecurityOf(review);
                Enforce(review, security.Enforce);
                Warn(review, security.Warn, review.Document);
                break;
            case ResourceNames.Jobs:
                Warn(review, SecurityOf(review).Warn, review.Document.At("spec", "template"));
                break;
            default:
                break;
        }
    }

    private static NamespaceSecurity SecurityOf(AdmissionReview review) =>
        NamespaceSecurity.Of(review.Store.Find(ResourceNames.Namespaces, "", review.Namespace)?.Document ?? []);

    private static void Enforce(AdmissionReview review, SecurityStandard standard)
    {
        if (SecurityRules.Find(standard, review.Document) is { Count: > 0 } violations)
        {
            throw ApiErrors.Forbidden(review.Kind.QualifiedName, review.Document.Text("metadata", "name"), $"violates PodSecurity \"{standard}\": {SecurityRules.Describe(violations)}");
        }
    }

    private static void Warn(AdmissionReview review, SecurityStandard standard, JsonNode? pod)
    {
        if (SecurityRules.Find(standard, pod) is { Count: > 0 } violations)
        {
            review.Warn($"would violate PodSecurity \"{standard}\": {SecurityRules.Describe(violations)}");
        }
    }

    /// <summary>Of what a pod's spec may change after its creation only images matter here.</summary>
    private static bool HasOtherImages(JsonObject current, JsonObject changed)
    {
        static IEnumerable<string?> Images(JsonObject pod) => pod.Items("spec", "containers").Concat(pod.Items("spec", "initContainers")).Select(c => c.Text("image"));
        return !Images(current).SequenceEqual(Images(changed), StringComparer.Ordinal);
    }

    /// <summary>Pods that are there stay, but whoever makes their namespace stricter is told of them.</summary>
    private static void WarnOfPods(AdmissionReview review, SecurityStandard before, SecurityStandard after)
    {
        if (after == before || after.Level == SecurityLevel.Privileged || (after.Minor == before.Minor && after.Level <= before.Level))
        {
            return;
        }

        var ns = review.Document.Text("metadata", "name")!;
        var warnings = review.Store.List(ResourceNames.Pods, ns).Items
            .Select(pod => (pod.Name, Reasons: string.Join(", ", SecurityRules.Find(after, pod.Document).Select(v => v.Reason))))
            .Where(pod => pod.Reasons.Length > 0)
            .GroupBy(pod => pod.Reasons, pod => pod.Name, StringComparer.Ordinal)
            .Select(alike => $"{alike.First()}{Others(alike.Count() - 1)}: {alike.Key}")
            .Order(StringComparer.Ordinal)
            .ToList();
        if (warnings.Count > 0)
        {
            review.Warn($"existing pods in namespace \"{ns}\" violate the new PodSecurity enforce level \"{after}\"");
        }

        warnings.ForEach(review.Warn);
    }

    private static string Others(int count) => count switch
    {
        0 => "",
        1 => " (and 1 other pod)",
        _ => string.Create(CultureInfo.InvariantCulture, $" (and {count} other pods)"),
    };
}
