namespace Podclip.Paperclip.Skills;

/// <summary>Names that become part of a path, and must not lead anywhere else.</summary>
internal static class PathName
{
    /// <summary>Checks one, with the TypeScript adapters' words.</summary>
    /// <param name="field">What it is.</param>
    /// <param name="value">The name.</param>
    /// <exception cref="AdapterConfigException">It is no name of a file.</exception>
    public static void Check(string field, string value)
    {
        var problem = value switch
        {
            _ when string.IsNullOrWhiteSpace(value) => "must not be empty",
            _ when value.AsSpan().ContainsAny('/', '\\') => "must not contain path separators",
            _ when value == "." || value.Contains("..", StringComparison.Ordinal) => "must not contain \"..\"",
            _ when value.Contains('\0', StringComparison.Ordinal) => "must not contain null bytes",
            _ => null,
        };
        if (problem is not null)
        {
            throw new AdapterConfigException($"Invalid {field}: {problem}");
        }
    }
}
