using System.Text.Json;
using Podclip.ScriptedModel.Answers;

namespace Podclip.ScriptedModel.ChatCompletions;

/// <summary>
/// Calls a script's tools by the names under which a request offers them. Scripts name tools and their input as Claude Code does
/// (<c>Write</c>, <c>file_path</c>); OpenCode has the same tools in another spelling (<c>write</c>, <c>filePath</c>).
/// </summary>
internal static class ToolTranslation
{
    /// <summary>The call in the request's own words; what it does not offer stays as it is.</summary>
    public static FilledBlock.ToolCall Translate(FilledBlock.ToolCall call, IReadOnlyList<OfferedTool> offered) =>
        offered.FirstOrDefault(tool => tool.Name == call.Name) is null && offered.FirstOrDefault(tool => IsSame(tool.Name, call.Name)) is { } tool
            ? call with { Name = tool.Name, Content = Rename(call.Content, tool.Members) }
            : call;

    private static string Rename(string input, IReadOnlyList<string> members)
    {
        using var document = JsonDocument.Parse(input);
        return JsonOutput.ToText(writer =>
        {
            writer.WriteStartObject();
            foreach (var member in document.RootElement.EnumerateObject())
            {
                writer.WritePropertyName(members.FirstOrDefault(name => IsSame(name, member.Name)) ?? member.Name);
                member.Value.WriteTo(writer);
            }

            writer.WriteEndObject();
        });
    }

    private static bool IsSame(string one, string other) => string.Equals(Plain(one), Plain(other), StringComparison.OrdinalIgnoreCase);

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal);
}
