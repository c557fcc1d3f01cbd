using System.Text.Json;

namespace Podclip.ScriptedModel.Scenarios;

/// <summary>Reads a scenario file. Everything wrong with it is told at once; unknown members are wrong, because they are typing errors.</summary>
internal sealed class ScenarioParser
{
    private static readonly JsonDocumentOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
    private readonly List<string> _problems = [];
    private readonly string _name;
    private Dictionary<string, string> _parameters = new(StringComparer.Ordinal);

    private ScenarioParser(string name) => _name = name;

    /// <summary>Reads one file.</summary>
    /// <param name="name">The scenario's name: the file's name without its extension.</param>
    /// <param name="json">The file.</param>
    /// <exception cref="ScenarioException">The file is wrong.</exception>
    public static Scenario Parse(string name, ReadOnlyMemory<byte> json)
    {
        try
        {
            var hasByteOrderMark = json.Span.StartsWith("\uFEFF"u8);
            using var document = JsonDocument.Parse(hasByteOrderMark ? json[3..] : json, Options);
            var parser = new ScenarioParser(name);
            var scenario = parser.ReadScenario(document.RootElement);
            return parser._problems.Count > 0 ? throw new ScenarioException(parser._problems) : scenario;
        }
        catch (JsonException e)
        {
            throw new ScenarioException([$"Scenario '{name}' is no JSON: {e.Message}"]);
        }
    }

    private Scenario ReadScenario(JsonElement root)
    {
        if (_name.Length == 0 || !_name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_'))
        {
            Problem("its name may hold only a-z, 0-9, '-' and '_'");
        }

        CheckMembers(root, "the scenario", "description", "parameters", "turns", "resumedTurns");
        if (Member(root, "parameters") is { ValueKind: JsonValueKind.Object } parameters)
        {
            _parameters = parameters.EnumerateObject().ToDictionary(member => member.Name, member => Scalar(member.Value, member.Name), StringComparer.Ordinal);
        }

        var turns = ReadTurns(Member(root, "turns"), "turns");
        if (turns.Count == 0)
        {
            Problem("it has no turns");
        }

        var resumed = Member(root, "resumedTurns");
        return new Scenario
        {
            Name = _name,
            Description = Text(root, "description", "the scenario") ?? "",
            Parameters = _parameters,
            Turns = turns,
            ResumedTurns = resumed.ValueKind == JsonValueKind.Undefined ? null : ReadTurns(resumed, "resumedTurns"),
        };
    }

    private List<ScenarioTurn> ReadTurns(JsonElement turns, string where)
    {
        List<ScenarioTurn> result = [];
        foreach (var turn in Items(turns, where))
        {
            var here = $"{where}[{result.Count}]";
            CheckMembers(turn, here, "repeat", "delaySeconds", "content", "stopReason", "usage", "fault");
            List<ScriptedBlock> content = [];
            foreach (var block in Items(Member(turn, "content"), here + ".content"))
            {
                content.Add(ReadBlock(block, $"{here}.content[{content.Count}]"));
            }

            var fault = Member(turn, "fault");
            result.Add(new ScenarioTurn
            {
                Repeat = Template(turn, "repeat", here) ?? "1",
                DelaySeconds = Template(turn, "delaySeconds", here) ?? "0",
                Content = content,
                StopReason = Text(turn, "stopReason", here),
                Usage = ReadUsage(Member(turn, "usage"), here + ".usage"),
                Fault = fault.ValueKind == JsonValueKind.Undefined ? null : ReadFault(fault, here + ".fault"),
            });
        }

        return result;
    }

    private ScriptedBlock ReadBlock(JsonElement block, string where)
    {
        CheckMembers(block, where, "text", "thinking", "tool", "input", "repeat", "delaySeconds");
        ScriptedBlock result;
        if (Template(block, "text", where) is { } text)
        {
            result = new ScriptedBlock.Text(text);
        }
        else if (Template(block, "thinking", where) is { } thinking)
        {
            result = new ScriptedBlock.Thinking(thinking);
        }
        else
        {
            var tool = Text(block, "tool", where);
            var input = Member(block, "input");
            if (tool is null || input.ValueKind != JsonValueKind.Object)
            {
                Problem($"{where} needs 'text', 'thinking', or 'tool' with an object 'input'");
            }
            else
            {
                CheckTemplates(input, where + ".input");
            }

            result = new ScriptedBlock.ToolCall(tool ?? "", input.ValueKind == JsonValueKind.Undefined ? default : input.Clone());
        }

        return result with { Repeat = Template(block, "repeat", where) ?? "1", DelaySeconds = Template(block, "delaySeconds", where) ?? "0" };
    }

    private Fault? ReadFault(JsonElement fault, string where)
    {
        CheckMembers(fault, where, "kind", "status", "message", "retryAfter", "times");
        var message = Template(fault, "message", where);
        Fault? result = Text(fault, "kind", where) switch
        {
            "status" => new Fault.Status(Template(fault, "status", where) ?? "500", message, Template(fault, "retryAfter", where)),
            "hang" => new Fault.Hang(),
            "stall" => new Fault.Stall(),
            "cut" => new Fault.Cut(),
            "errorEvent" => new Fault.ErrorEvent(message),
            "empty" => new Fault.Empty(),
            _ => null,
        };
        if (result is null)
        {
            Problem($"{where}.kind must be one of status, hang, stall, cut, errorEvent, empty");
        }

        return result is null ? null : result with { Times = Template(fault, "times", where) ?? Fault.Always };
    }

    private ScriptedUsage ReadUsage(JsonElement usage, string where)
    {
        CheckMembers(usage, where, "inputTokens", "outputTokens", "cacheReadInputTokens", "cacheCreationInputTokens");
        return new ScriptedUsage
        {
            InputTokens = Count("inputTokens"),
            OutputTokens = Count("outputTokens"),
            CacheReadInputTokens = Count("cacheReadInputTokens") ?? 0,
            CacheCreationInputTokens = Count("cacheCreationInputTokens") ?? 0,
        };

        long? Count(string name)
        {
            var value = Member(usage, name);
            if (value.ValueKind == JsonValueKind.Undefined)
            {
                return null;
            }

            if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var count) && count >= 0)
            {
                return count;
            }

            Problem($"{where}.{name} is no count");
            return null;
        }
    }

    private void CheckMembers(JsonElement element, string where, params ReadOnlySpan<string> known)
    {
        if (element.ValueKind == JsonValueKind.Undefined)
        {
            return;
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            Problem($"{where} is no object");
            return;
        }

        foreach (var member in element.EnumerateObject())
        {
            if (!known.Contains(member.Name))
            {
                Problem($"{where} has the unknown member '{member.Name}'");
            }
        }
    }

    private JsonElement.ArrayEnumerator Items(JsonElement element, string where)
    {
        if (element.ValueKind is not (JsonValueKind.Array or JsonValueKind.Undefined))
        {
            Problem($"{where} is no list");
        }

        return element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : default;
    }

    private string? Text(JsonElement element, string name, string where)
    {
        var value = Member(element, name);
        if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Undefined))
        {
            Problem($"{where}.{name} is no text");
        }

        return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }

    private string? Template(JsonElement element, string name, string where)
    {
        var value = Member(element, name);
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            return null;
        }

        var text = Scalar(value, $"{where}.{name}");
        CheckTemplate(text, $"{where}.{name}");
        return text;
    }

    private void CheckTemplates(JsonElement value, string where)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                CheckTemplate(value.GetString()!, where);
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    CheckTemplates(item, where);
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    CheckTemplates(member.Value, $"{where}.{member.Name}");
                }

                break;
        }
    }

    private void CheckTemplate(string text, string where)
    {
        foreach (var name in TemplateScope.NamesIn(text).Where(name => !TemplateScope.IsBuiltIn(name) && !_parameters.ContainsKey(name)))
        {
            Problem($"{where} uses the unknown value '{{{{{name}}}}}'");
        }
    }

    private string Scalar(JsonElement value, string where)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return value.GetString()!;
            case JsonValueKind.Number:
                return value.GetRawText();
            default:
                Problem($"{where} is neither text nor number");
                return "";
        }
    }

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    private void Problem(string what) => _problems.Add($"Scenario '{_name}': {what}.");
}
