using Podclip.Paperclip.Contract;

namespace Podclip.Paperclip.Adapters;

/// <summary>Short ways to write a configuration's fields down.</summary>
internal static class Field
{
    /// <summary>One line of text.</summary>
    public static ConfigFieldSchema Text(string key, string label, string hint, string? @default = null) =>
        new() { Key = key, Label = label, Type = ConfigFieldType.Text, Hint = hint, Default = @default };

    /// <summary>Several lines of text.</summary>
    public static ConfigFieldSchema Lines(string key, string label, string hint) => new() { Key = key, Label = label, Type = ConfigFieldType.Textarea, Hint = hint };

    /// <summary>A number. It has a default always: the host's form would store 0 otherwise.</summary>
    public static ConfigFieldSchema Number(string key, string label, string hint, double @default) =>
        new() { Key = key, Label = label, Type = ConfigFieldType.Number, Hint = hint, Default = @default };

    /// <summary>A switch.</summary>
    public static ConfigFieldSchema Switch(string key, string label, string hint, bool @default = false) =>
        new() { Key = key, Label = label, Type = ConfigFieldType.Toggle, Hint = hint, Default = @default };

    /// <summary>One of several values; the first is the host's default where none is stated.</summary>
    public static ConfigFieldSchema Choice(string key, string label, string hint, string @default, params IReadOnlyList<(string Value, string Label)> options) => new()
    {
        Key = key,
        Label = label,
        Type = ConfigFieldType.Select,
        Hint = hint,
        Default = @default,
        Options = [.. options.Select(option => new ConfigFieldOption { Value = option.Value, Label = option.Label })],
    };

    /// <summary>The field under a heading.</summary>
    public static ConfigFieldSchema In(this ConfigFieldSchema field, string group) => field with { Group = group };

    /// <summary>The field, shown only while a switch is on.</summary>
    public static ConfigFieldSchema When(this ConfigFieldSchema field, string key) =>
        field with { Meta = new ConfigFieldMeta { VisibleWhen = new VisibleWhen { Key = key, Value = true } } };
}
