using System.Security.Cryptography;
using System.Text;
using Podclip.ScriptedModel.Scenarios;

namespace Podclip.ScriptedModel.Answers;

/// <summary>What one request gets: a turn of a scenario, chosen and checked, but not yet written out.</summary>
internal sealed record Answer
{
    private const int MaxRepeat = 100_000;
    private const string TitleName = "title";

    public required string Scenario { get; init; }

    /// <summary>Which turn, from 1, with repetitions counted.</summary>
    public required int Number { get; init; }

    public required ScenarioTurn Turn { get; init; }

    public required TemplateScope Scope { get; init; }

    /// <summary>The same for the same place in the same conversation, across restarts of the endpoint too.</summary>
    public required string Id { get; init; }

    /// <summary>The fault that strikes this time, or null.</summary>
    public Fault? Fault { get; init; }

    /// <summary>Whether it ends after the first half of its first block.</summary>
    public bool BreaksOff => Fault is Fault.Stall or Fault.Cut or Fault.ErrorEvent;

    /// <summary>Chooses the answer to a request.</summary>
    /// <exception cref="ScenarioException">The prompt asks for what cannot be.</exception>
    public static Answer Choose(ScenarioLibrary library, string defaultScenario, FaultCounters counters, Conversation conversation)
    {
        var marker = ScenarioMarker.Find(conversation.Prompt);
        var scenario = library.Get(marker?.Name ?? defaultScenario);
        var scope = new TemplateScope(conversation, Merge(scenario, marker));
        var turns = conversation.EarlierPrompts > 0 && scenario.ResumedTurns is { } resumed ? resumed : scenario.Turns;
        var (turn, index) = Find(turns, conversation.AnswersSincePrompt, scope) ?? (Ending(scenario), 1);
        var number = conversation.AnswersSincePrompt + 1;
        CheckNumbers(turn, scope);
        var place = $"{conversation.Key}/{conversation.EarlierPrompts}/{scenario.Name}/{number}";
        var fault = Strikes(turn.Fault, scope, counters, place) ? turn.Fault : null;
        return new Answer
        {
            Scenario = scenario.Name,
            Number = number,
            Turn = fault is Fault.Empty ? ScenarioTurn.Empty : turn,
            Scope = scope.At(index),
            Id = IdOf(place),
            Fault = fault,
        };
    }

    /// <summary>A title for a session, which no script is asked for.</summary>
    public static Answer Title(Conversation conversation) => new()
    {
        Scenario = TitleName,
        Number = 1,
        Turn = new ScenarioTurn { Content = [new ScriptedBlock.Text("A scripted session")] },
        Scope = new TemplateScope(conversation, new Dictionary<string, string>(StringComparer.Ordinal)),
        Id = IdOf($"{conversation.Key}/{TitleName}"),
    };

    /// <summary>The blocks, with repetitions written out and templates filled in, each when it is asked for: together they may be large.</summary>
    public IEnumerable<FilledBlock> Blocks()
    {
        foreach (var block in Turn.Content)
        {
            var repeat = Scope.Count(block.Repeat, MaxRepeat, "repetition");
            for (var i = 1; i <= repeat; i++)
            {
                // A block that is not repeated counts with its turn.
                yield return Fill(block, block.Repeat == "1" ? Scope : Scope.At(i));
            }
        }
    }

    private static FilledBlock Fill(ScriptedBlock block, TemplateScope scope)
    {
        var delay = scope.Seconds(block.DelaySeconds);
        return block switch
        {
            ScriptedBlock.Text { Template: var template } => new FilledBlock.Text(scope.Expand(template), delay),
            ScriptedBlock.Thinking { Template: var template } => new FilledBlock.Thinking(scope.Expand(template), delay),
            ScriptedBlock.ToolCall call => new FilledBlock.ToolCall(call.Name, JsonOutput.ToText(writer => scope.Write(writer, call.Input)), delay),
            _ => throw new InvalidOperationException($"Unknown block {block}."),
        };
    }

    private static string IdOf(string place) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(place)))[..20];

    // A bad number must be told before the answer has begun.
    private static void CheckNumbers(ScenarioTurn turn, TemplateScope scope)
    {
        scope.Seconds(turn.DelaySeconds);
        foreach (var block in turn.Content)
        {
            scope.Count(block.Repeat, MaxRepeat, "repetition");
            scope.Seconds(block.DelaySeconds);
        }
    }

    private static Dictionary<string, string> Merge(Scenario scenario, ScenarioMarker? marker)
    {
        var values = new Dictionary<string, string>(scenario.Parameters, StringComparer.Ordinal);
        List<string> problems = [];
        foreach (var (key, value) in marker?.Parameters ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            if (!values.ContainsKey(key))
            {
                var known = values.Count > 0 ? $"It has: {string.Join(", ", scenario.Parameters.Keys)}." : "It has none.";
                problems.Add($"Scenario '{scenario.Name}' has no parameter '{key}'. {known}");
            }

            values[key] = value;
        }

        return problems.Count > 0 ? throw new ScenarioException(problems) : values;
    }

    private static (ScenarioTurn Turn, int Index)? Find(IReadOnlyList<ScenarioTurn> turns, int position, TemplateScope scope)
    {
        foreach (var turn in turns)
        {
            var repeat = scope.Count(turn.Repeat, MaxRepeat, "repetition");
            if (position < repeat)
            {
                return (turn, position + 1);
            }

            position -= repeat;
        }

        return null;
    }

    // An agent may ask for more than the script holds, for instance after a hook; it must not wait in vain.
    private static ScenarioTurn Ending(Scenario scenario) =>
        new() { Content = [new ScriptedBlock.Text($"The scenario '{scenario.Name}' has no further turn.")] };

    private static bool Strikes(Fault? fault, TemplateScope scope, FaultCounters counters, string key) => fault switch
    {
        null => false,
        _ when scope.Expand(fault.Times) == Fault.Always => true,
        _ => counters.Take(key, scope.Count(fault.Times, int.MaxValue, "number of faults")),
    };
}
