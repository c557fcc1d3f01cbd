using Podclip.LocalCluster.Admission.Limits;
using Podclip.LocalCluster.Admission.PodSecurity;
using Podclip.LocalCluster.Api;

namespace Podclip.LocalCluster.Admission;

/// <summary>The policies that hold for objects of a namespace, in the real server's order. Quotas come after them, in one step with the change.</summary>
internal static class NamespacePolicies
{
    /// <summary>Checks what is made or changed.</summary>
    /// <exception cref="ApiException">A policy refuses it.</exception>
    public static void Review(AdmissionReview review)
    {
        LimitRangeAdmission.Review(review);
        PodSecurityAdmission.Review(review);
    }
}
