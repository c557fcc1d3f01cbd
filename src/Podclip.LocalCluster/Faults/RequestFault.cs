namespace Podclip.LocalCluster.Faults;

/// <summary>Something that happens to requests.</summary>
/// <param name="Fault">What happens.</param>
/// <param name="Match">To which requests; null for all.</param>
/// <param name="Skip">How many that fit are let through first.</param>
/// <param name="Times">How often it happens; null for always.</param>
/// <param name="Probability">How likely it is for each request that fits, from 0 to 1.</param>
/// <param name="FromSeconds">Seconds from when the script was given until it begins.</param>
/// <param name="ForSeconds">For how many seconds from then on; null for ever.</param>
public sealed record RequestFault(
    RequestFaultAction Fault,
    RequestMatch? Match = null,
    int Skip = 0,
    int? Times = null,
    double Probability = 1,
    double FromSeconds = 0,
    double? ForSeconds = null);
