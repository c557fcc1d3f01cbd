using Podclip.WireReplay.Cluster;
using Podclip.WireReplay.Comparison;
using Podclip.WireReplay.Recordings;

namespace Podclip.WireReplay.Scenes;

/// <summary>What a scene plays on: its recordings, a cluster, what is known of this cluster's own names, and the verdicts.</summary>
internal sealed class Stage(ReplayCluster cluster, IReadOnlyDictionary<string, Recording> recordings, Substitutions substitutions, VerdictList verdicts)
{
    public ReplayCluster Cluster { get; } = cluster;

    public ReplayApi Api => Cluster.Api;

    public Substitutions Substitutions { get; } = substitutions;

    public IEnumerable<Recording> Recordings => recordings.Values;

    /// <summary>A recording, or null when the folder has none of this name.</summary>
    public Recording? Find(string name) => recordings.GetValueOrDefault(name);

    public void Settle(Recording recording, string? difference) => verdicts.Add(recording.Name, difference);

    /// <summary>Sends what was sent then, to the names of now.</summary>
    public Task<LiveAnswer> SendAsync(Recording recording, Identity identity, CancellationToken cancellationToken) => Api.SendAsync(
        recording.Method,
        Substitutions.Apply(recording.Path),
        recording.Body is { } body ? Substitutions.Apply(body) : null,
        recording.RequestHeader("content-type"),
        recording.RequestHeader("accept"),
        identity,
        cancellationToken);

    /// <summary>Plays one exchange, if the folder has it, and settles it. Answers what came.</summary>
    public async Task<LiveAnswer?> PlayAsync(string name, CancellationToken cancellationToken, Identity identity = Identity.Admin, params string[] without)
    {
        if (Find(name) is not { } recording)
        {
            return null;
        }

        var live = await SendAsync(recording, identity, cancellationToken);
        Substitutions.LearnObject(recording.Answer, live.Json);
        Settle(recording, ExchangeComparison.Compare(recording, live, Substitutions, without));
        return live;
    }
}
