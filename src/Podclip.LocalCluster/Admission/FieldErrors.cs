using System.Text.Json.Nodes;

namespace Podclip.LocalCluster.Admission;

/// <summary>What is wrong with an object, field by field; all of it is told at once, in the real server's words.</summary>
internal sealed class FieldErrors
{
    private readonly List<FieldError> _errors = [];

    /// <summary>Every error, in the order in which they were found.</summary>
    public IReadOnlyList<FieldError> All => _errors;

    /// <summary>A field that must be set is not.</summary>
    public void Required(string field, string detail = "") =>
        Add("FieldValueRequired", field, detail.Length == 0 ? "Required value" : $"Required value: {detail}");

    /// <summary>A text is not what the field takes.</summary>
    public void Invalid(string field, string value, string detail) =>
        Add("FieldValueInvalid", field, $"Invalid value: {Quote(value)}: {detail}");

    /// <summary>A number is not what the field takes.</summary>
    public void Invalid(string field, long value, string detail) =>
        Add("FieldValueInvalid", field, FormattableString.Invariant($"Invalid value: {value}: {detail}"));

    /// <summary>A value that is no plain text or number is not what the field takes.</summary>
    public void InvalidValue(string field, JsonNode? value, string detail) =>
        Add("FieldValueInvalid", field, $"Invalid value: {value?.ToJsonString() ?? "null"}: {detail}");

    /// <summary>A field that only the server may leave open is.</summary>
    public void Unset(string field, string detail) => Add("FieldValueInvalid", field, $"Invalid value: 0x0: {detail}");

    /// <summary>A name refers to something that is not there.</summary>
    public void NotFound(string field, string value) => Add("FieldValueNotFound", field, $"Not found: {Quote(value)}");

    /// <summary>A value occurs twice.</summary>
    public void Duplicate(string field, string value) => Add("FieldValueDuplicate", field, $"Duplicate value: {Quote(value)}");

    /// <summary>A value is not one of a set.</summary>
    public void NotSupported(string field, string value, params ReadOnlySpan<string> supported) =>
        Add("FieldValueNotSupported", field, $"Unsupported value: {Quote(value)}: supported values: {string.Join(", ", supported.ToArray().Select(Quote))}");

    /// <summary>Values are not all of a set.</summary>
    public void NotSupported(string field, IReadOnlyList<string> values, params ReadOnlySpan<string> supported) =>
        Add("FieldValueNotSupported", field, $"Unsupported value: []string{{{string.Join(", ", values.Select(Quote))}}}: supported values: {string.Join(", ", supported.ToArray().Select(Quote))}");

    /// <summary>A field may not be set, or not like that.</summary>
    public void Forbidden(string field, string detail) => Add("FieldValueForbidden", field, $"Forbidden: {detail}");

    /// <summary>A value weighs too much.</summary>
    public void TooLong(string field, long limit) =>
        Add("FieldValueTooLong", field, FormattableString.Invariant($"Too long: may not be more than {limit} bytes"));

    /// <summary>A number that must not be below zero is.</summary>
    public void NotNegative(string field, long? value)
    {
        if (value < 0)
        {
            Invalid(field, value.Value, "must be greater than or equal to 0");
        }
    }

    /// <summary>A text in quotes, escaped as Go prints it.</summary>
    public static string Quote(string text) =>
        "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal) + "\"";

    private void Add(string reason, string field, string message) => _errors.Add(new FieldError(reason, field, message));
}
