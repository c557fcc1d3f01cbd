using System.Text.Json.Serialization;

namespace Podclip.Paperclip.Contract;

/// <summary>How a field is edited.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ConfigFieldType>))]
public enum ConfigFieldType
{
    /// <summary>A line.</summary>
    [JsonStringEnumMemberName("text")]
    Text,

    /// <summary>One of several values.</summary>
    [JsonStringEnumMemberName("select")]
    Select,

    /// <summary>On or off.</summary>
    [JsonStringEnumMemberName("toggle")]
    Toggle,

    /// <summary>A number; the form stores 0 for a field without a default.</summary>
    [JsonStringEnumMemberName("number")]
    Number,

    /// <summary>Lines; always stored as text.</summary>
    [JsonStringEnumMemberName("textarea")]
    Textarea,

    /// <summary>One of several values, or another.</summary>
    [JsonStringEnumMemberName("combobox")]
    Combobox,
}
