using System.Text.Json.Serialization;

namespace Podclip.Engine.Preflight;

/// <summary>How much a finding matters, from little to much.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FindingLevel>))]
public enum FindingLevel
{
    /// <summary>As it should be, or worth knowing.</summary>
    [JsonStringEnumMemberName("info")]
    Info,

    /// <summary>A run works, but not as well as it could, or perhaps not.</summary>
    [JsonStringEnumMemberName("warn")]
    Warn,

    /// <summary>No run works.</summary>
    [JsonStringEnumMemberName("error")]
    Error,
}
