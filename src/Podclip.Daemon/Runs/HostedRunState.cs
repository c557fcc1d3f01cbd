using System.Text.Json.Serialization;

namespace Podclip.Daemon.Runs;

/// <summary>Where a hosted run stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HostedRunState>))]
public enum HostedRunState
{
    /// <summary>It was accepted by a daemon that died before it had started an agent: its caller has to ask for it again.</summary>
    [JsonStringEnumMemberName("waiting")]
    Waiting,

    /// <summary>It is looked after.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>Its result is known.</summary>
    [JsonStringEnumMemberName("finished")]
    Finished,
}
