namespace Podclip.LocalCluster.Faults;

/// <summary>Something that happens to pods.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Namespace">The namespace; null for all. May be a list, and may end in <c>*</c>.</param>
/// <param name="Name">The pod's name; null for all. May be a list, and may end in <c>*</c>.</param>
/// <param name="Labels">Labels that the pod must have; null for none.</param>
/// <param name="Phase">The phase at which the pod's time begins: Pending or Running.</param>
/// <param name="AfterMilliseconds">Milliseconds from then on.</param>
/// <param name="ForSeconds">For how many seconds a pod of <see cref="PodFaultKind.LoseNode"/> or <see cref="PodFaultKind.StickTerminating"/> stays.</param>
/// <param name="Times">To how many pods it happens; null for all.</param>
/// <param name="Probability">How likely it is for each pod, from 0 to 1.</param>
public sealed record PodFault(
    PodFaultKind Kind,
    string? Namespace = null,
    string? Name = null,
    IReadOnlyDictionary<string, string>? Labels = null,
    string Phase = "Running",
    int AfterMilliseconds = 0,
    double ForSeconds = 30,
    int? Times = null,
    double Probability = 1);
