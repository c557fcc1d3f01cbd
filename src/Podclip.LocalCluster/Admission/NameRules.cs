using System.Text.RegularExpressions;

namespace Podclip.LocalCluster.Admission;

/// <summary>The forms of names, labels and environment variables, with the real server's explanations.</summary>
internal static partial class NameRules
{
    private const string SubdomainRule = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
    private const string LabelRule = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
    private const string LabelValueRule = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
    private const string QualifiedNameRule = "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
    private const string ConfigKeyRule = "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

    /// <summary>Checks an object's name.</summary>
    public static void CheckName(string name, NameForm form, string field, FieldErrors errors)
    {
        switch (form)
        {
            case NameForm.Subdomain:
                CheckSubdomain(name, field, errors);
                break;
            case NameForm.Label:
                CheckLabel(name, field, errors);
                break;
            default:
                if (name is "." or ".." || name.AsSpan().ContainsAny('/', '%'))
                {
                    errors.Invalid(field, name, "may not be '.' or '..' and may not contain '/' or '%'");
                }

                break;
        }
    }

    /// <summary>Checks an RFC 1123 subdomain.</summary>
    public static void CheckSubdomain(string name, string field, FieldErrors errors)
    {
        if (name.Length > 253)
        {
            errors.Invalid(field, name, "must be no more than 253 characters");
        }
        else if (!Subdomain().IsMatch(name))
        {
            errors.Invalid(field, name, SubdomainRule);
        }
    }

    /// <summary>Checks an RFC 1123 label.</summary>
    public static void CheckLabel(string name, string field, FieldErrors errors)
    {
        if (name.Length > 63)
        {
            errors.Invalid(field, name, "must be no more than 63 characters");
        }
        else if (!Label().IsMatch(name))
        {
            errors.Invalid(field, name, LabelRule);
        }
    }

    /// <summary>Checks labels or a label selector's pairs.</summary>
    public static void CheckLabels(IEnumerable<KeyValuePair<string, string>> labels, string field, FieldErrors errors)
    {
        foreach (var (key, value) in labels)
        {
            CheckQualifiedName(key, field, errors);
            if (value.Length > 63)
            {
                errors.Invalid(field, value, "must be no more than 63 characters");
            }
            else if (!LabelValue().IsMatch(value))
            {
                errors.Invalid(field, value, LabelValueRule);
            }
        }
    }

    /// <summary>Whether a text can be a label's value.</summary>
    public static bool IsLabelValue(string value) => value.Length <= 63 && LabelValue().IsMatch(value);

    /// <summary>Checks a label's or annotation's key.</summary>
    public static void CheckQualifiedName(string key, string field, FieldErrors errors)
    {
        var parts = key.Split('/');
        if (parts.Length > 2)
        {
            errors.Invalid(field, key, "a qualified name " + QualifiedNameRule[10..] + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
            return;
        }

        if (parts.Length == 2)
        {
            if (parts[0].Length == 0)
            {
                errors.Invalid(field, key, "prefix part must be non-empty");
            }
            else if (parts[0].Length > 253 || !Subdomain().IsMatch(parts[0]))
            {
                errors.Invalid(field, key, "prefix part " + SubdomainRule);
            }
        }

        if (parts[^1].Length == 0)
        {
            errors.Invalid(field, key, "name part must be non-empty");
        }
        else if (parts[^1].Length > 63)
        {
            errors.Invalid(field, key, "name part must be no more than 63 characters");
        }
        else if (!QualifiedNamePart().IsMatch(parts[^1]))
        {
            errors.Invalid(field, key, QualifiedNameRule);
        }
    }

    /// <summary>Checks the name of an environment variable.</summary>
    public static void CheckEnvironmentName(string name, string field, FieldErrors errors)
    {
        if (name.Length == 0)
        {
            errors.Required(field);
        }
        else if (name.AsSpan().ContainsAnyExceptInRange(' ', '~') || name.Contains('=', StringComparison.Ordinal))
        {
            errors.Invalid(field, name, "a valid environment variable name must consist only of printable ASCII characters other than '='");
        }
    }

    /// <summary>Checks a key of a Secret or ConfigMap.</summary>
    public static void CheckConfigKey(string key, string field, FieldErrors errors)
    {
        if (key.Length > 253)
        {
            errors.Invalid(field, key, "must be no more than 253 characters");
        }
        else if (!ConfigKey().IsMatch(key))
        {
            errors.Invalid(field, key, ConfigKeyRule);
        }
        else if (key == ".")
        {
            errors.Invalid(field, key, "must not be '.'");
        }
        else if (key.StartsWith("..", StringComparison.Ordinal))
        {
            errors.Invalid(field, key, key == ".." ? "must not be '..'" : "must not start with '..'");
        }
    }

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Subdomain();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Label();

    [GeneratedRegex(@"^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LabelValue();

    [GeneratedRegex(@"^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex QualifiedNamePart();

    [GeneratedRegex(@"^[-._a-zA-Z0-9]+\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ConfigKey();
}
