using System.Globalization;

namespace Podclip.LocalCluster.Admission.PodSecurity;

/// <summary>A level as a Kubernetes version defined it.</summary>
/// <param name="Level">The level.</param>
/// <param name="Minor">The minor of the version 1.x; null for the latest.</param>
internal sealed record SecurityStandard(SecurityLevel Level, int? Minor)
{
    /// <summary>As written in messages: <c>restricted:latest</c>.</summary>
    public override string ToString()
    {
        var level = Level switch
        {
            SecurityLevel.Privileged => "privileged",
            SecurityLevel.Baseline => "baseline",
            _ => "restricted",
        };
        return Minor is { } minor ? string.Create(CultureInfo.InvariantCulture, $"{level}:v1.{minor}") : $"{level}:latest";
    }
}
