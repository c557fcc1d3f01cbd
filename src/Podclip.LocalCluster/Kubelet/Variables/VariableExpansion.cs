using System.Text;

namespace Podclip.LocalCluster.Kubelet.Variables;

/// <summary>
/// Kubernetes' own substitution in command, args and values (third_party/forked/golang/expansion): <c>$(NAME)</c> gives the variable, or
/// itself when there is none; <c>$$</c> gives <c>$</c>; anything else stays as it is.
/// </summary>
internal static class VariableExpansion
{
    private const char Operator = '$';

    /// <summary>Expands a text.</summary>
    public static string Expand(string text, IReadOnlyDictionary<string, string> variables)
    {
        if (!text.Contains(Operator))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        var index = 0;
        while (index < text.Length)
        {
            if (text[index] != Operator || index + 1 == text.Length)
            {
                result.Append(text[index++]);
            }
            else if (text[index + 1] == Operator)
            {
                result.Append(Operator);
                index += 2;
            }
            else if (text[index + 1] == '(' && text.IndexOf(')', index + 2) is >= 0 and var end)
            {
                var name = text[(index + 2)..end];
                result.Append(variables.TryGetValue(name, out var value) ? value : $"$({name})");
                index = end + 1;
            }
            else
            {
                // The operator and what follows it are copied together: what follows is not looked at again.
                result.Append(text, index, 2);
                index += 2;
            }
        }

        return result.ToString();
    }
}
