using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Api.Selectors;

/// <summary>One condition of a label selector.</summary>
internal abstract record LabelRequirement(string Key)
{
    /// <summary>Whether labels meet it.</summary>
    public bool Matches(JsonNode? labels)
    {
        var value = labels.Text(Key);
        return this switch
        {
            In set => value is not null && set.Values.Contains(value),
            NotIn set => value is null || !set.Values.Contains(value),
            Exists => value is not null,
            Absent => value is null,
            _ => throw new InvalidOperationException($"unknown requirement {this}"),
        };
    }

    /// <summary>The label has one of some values.</summary>
    internal sealed record In(string Key, IReadOnlySet<string> Values) : LabelRequirement(Key);

    /// <summary>The label has none of some values, or is not there.</summary>
    internal sealed record NotIn(string Key, IReadOnlySet<string> Values) : LabelRequirement(Key);

    /// <summary>The label is there.</summary>
    internal sealed record Exists(string Key) : LabelRequirement(Key);

    /// <summary>The label is not there.</summary>
    internal sealed record Absent(string Key) : LabelRequirement(Key);
}
