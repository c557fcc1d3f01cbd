using System.Text.RegularExpressions;

namespace Podclip.Paperclip.Variables;

/// <summary>Which names a variable of a pod may have. A host's environment and configuration may hold others.</summary>
internal static partial class VariableNames
{
    /// <summary>Whether a pod can have a variable of this name.</summary>
    public static bool IsUsable(string name) => Usable().IsMatch(name);

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Usable();
}
