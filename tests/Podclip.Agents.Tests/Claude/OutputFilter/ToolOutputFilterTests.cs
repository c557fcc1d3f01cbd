using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Podclip.Agents.Claude;

namespace Podclip.Agents.Tests.Claude.OutputFilter;

public partial class ToolOutputFilterTests
{
    private const string Marker = "bytes truncated by paperclip-rtk";

    public static TheoryData<string> Interpreters => [.. Interpreter.Names];

    [Theory, MemberData(nameof(Interpreters))]
    public void Text_is_cut_where_a_character_begins(string name)
    {
        using var interpreter = new Interpreter(name);
        (string Text, int Limit, string Kept, int Cut)[] vectors =
        [
            ("aé€😀z", 1, "a", 10), ("aé€😀z", 2, "a", 10), ("aé€😀z", 3, "aé", 8), ("aé€😀z", 5, "aé", 8), ("aé€😀z", 6, "aé€", 5),
            ("aé€😀z", 9, "aé€", 5), ("aé€😀z", 10, "aé€😀", 1), ("aé€😀z", 0, "", 11), ("€", 1, "", 3),
        ];
        foreach (var (text, limit, kept, gone) in vectors)
        {
            Assert.Equal($"{kept}\n[...{gone} {Marker}]", (string?)Output(interpreter.Answer(Bash(text), limit))["stdout"]);
        }

        Assert.Equal("", interpreter.Answer(Bash("aé€😀z"), 11));
    }

    [Theory, MemberData(nameof(Interpreters))]
    public void A_shells_two_outputs_are_cut_each_and_the_way_to_the_whole_is_taken_away(string name)
    {
        using var interpreter = new Interpreter(name);
        var answer = interpreter.Answer(
            """{"tool_name":"Bash","tool_response":{"stdout":"12345","stderr":"123456","interrupted":false,"isImage":false,"persistedOutputPath":"/x","persistedOutputSize":9}}""", 5);
        AssertJson("""{"stdout":"12345","stderr":"12345\n[...1 bytes truncated by paperclip-rtk]","interrupted":false,"isImage":false}""", Output(answer));
    }

    [Theory, MemberData(nameof(Interpreters))]
    public void Of_a_read_file_only_the_content_is_cut(string name)
    {
        using var interpreter = new Interpreter(name);
        var answer = interpreter.Answer("""{"tool_name":"Read","tool_response":{"type":"text","file":{"filePath":"/long/path","content":"1\t\"x\"\n","numLines":1}}}""", 3);
        AssertJson("""{"type":"text","file":{"filePath":"/long/path","content":"1\t\"\n[...3 bytes truncated by paperclip-rtk]","numLines":1}}""", Output(answer));
    }

    [Theory, MemberData(nameof(Interpreters))]
    public void Of_a_result_of_unknown_shape_the_long_texts_are_cut_but_no_media(string name)
    {
        using var interpreter = new Interpreter(name);
        var text = new string('x', 300);
        var answer = interpreter.Answer(
            $$$"""
            {"tool_name":"mcp__a__b","tool_response":[{"type":"text","text":"{{{text}}}","n":1e3},{"type":"image","mimeType":"image/png","data":"{{{text}}}"},
             {"base64":"{{{text}}}","blob":"{{{text}}}"},{"data":"{{{text}}}","deep":[["{{{text}}}"]],"path":"/a/path/of/more/than/ten/bytes"}]}
            """, 10);
        const string cut = "xxxxxxxxxx\\n[...290 bytes truncated by paperclip-rtk]";
        AssertJson(
            $$"""
            [{"type":"text","text":"{{cut}}","n":1000},{"type":"image","mimeType":"image/png","data":"{{text}}"},
             {"base64":"{{text}}","blob":"{{text}}"},{"data":"{{cut}}","deep":[["{{cut}}"]],"path":"/a/path/of/more/than/ten/bytes"}]
            """, Output(answer));
    }

    [Theory, MemberData(nameof(Interpreters))]
    public void A_result_that_is_a_text_stays_a_text(string name)
    {
        using var interpreter = new Interpreter(name);
        Assert.Equal($"xx\n[...298 {Marker}]", (string?)Output(interpreter.Answer($$"""{"tool_name":"T","tool_response":"{{new string('x', 300)}}"}""", 2)));
    }

    [Theory, MemberData(nameof(Interpreters))]
    public void Nothing_is_said_of_what_stays_as_it_is_or_is_not_understood(string name)
    {
        using var interpreter = new Interpreter(name);
        string[] inputs =
        [
            "", "{", "[]", "null", "7", "{}", "not json", """{"tool_response":null}""", """{"tool_name":"Bash","tool_response":{"stdout":""}}""",
            """{"tool_name":"Read","tool_response":{"file":"long enough"}}""", """{"tool_name":"Read","tool_response":{"type":"image","file":{"base64":"long enough"}}}""",
            """{"tool_name":"Bash","tool_response":{"stdout":"data:image/png","isImage":true}}""", """{"tool_name":"Bash","tool_response":{"stdout":"long enough"}}x""",
            """{"tool_name":"Bash","tool_response":{"stdout":"raw""" + "\n" + """newline"}}""", """{"tool_name":"Bash","tool_response":{"stdout":"long enough","x":NaN}}""",
            "\uFEFF" + Bash("long enough"), """{"tool_response":{"error":"short of a kind"}}""",
        ];
        foreach (var input in inputs)
        {
            Assert.Equal("", interpreter.Answer(input, 3));
        }

        Assert.Equal("", interpreter.Answer([.. "{\"tool_name\":\"Bash\",\"tool_response\":{\"stdout\":\"abcdef"u8, 0xC3, .. "\"}}"u8], 3));
    }

    [Theory, MemberData(nameof(Interpreters))]
    public void A_megabyte_of_escapes_is_cut(string name)
    {
        using var interpreter = new Interpreter(name);
        var lines = string.Concat(Enumerable.Repeat("€\\n\\\"\\u0001", 150_000));
        var stdout = (string)Output(interpreter.Answer($$$"""{"tool_name":"Bash","tool_response":{"stdout":"{{{lines}}}"}}""", 50_000))["stdout"]!;
        Assert.StartsWith("€\n\"\u0001€", stdout, StringComparison.Ordinal);
        Assert.EndsWith($"\n[...850002 {Marker}]", stdout, StringComparison.Ordinal);
    }

    [Fact]
    public void All_interpreters_give_the_same_answer()
    {
        using var node = new Interpreter("node");
        using var python = new Interpreter("python3");
        using var perl = new Interpreter("perl");
        var cuts = 0;
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var (input, limit) = (RandomEvent.Of(random), random.Next(40));
            var answers = ((Interpreter[])[node, python, perl]).Select(interpreter => WithoutHalves(interpreter.Answer(input, limit))).ToList();
            Assert.All(answers, answer => Assert.True(answer == "" == (answers[0] == ""), $"seed {seed}: {input}\n{string.Join('\n', answers)}"));
            if (answers[0] != "")
            {
                cuts++;
                Assert.All(answers, answer => AssertJson(answers[0], JsonNode.Parse(answer)));
                Assert.All(Cut().Matches(answers[0]).Select(match => match.Groups["rest"].Value), rest => Assert.NotEqual("0", rest));
            }
        }

        Assert.InRange(cuts, 15, 40);
    }

    [Fact]
    public void Without_an_interpreter_the_tool_works_on_and_one_warning_is_told()
    {
        using var image = new Interpreter(null);
        var warning = JsonNode.Parse(image.Answer(Bash("long enough"), 3))!["systemMessage"];
        Assert.Equal("Warning: tool output is not cut, as the image has neither node nor python3 nor perl.", (string?)warning);
        Assert.Equal("", image.Answer(Bash("long enough"), 3));
    }

    [Fact]
    public void The_hook_stands_in_a_settings_file_of_the_launch()
    {
        var launch = Interpreter.Launch("/it's here", 7);
        Assert.Equal(["output-filter.sh", "output-filter.js", "output-filter.py", "output-filter.pl", "settings.json"], launch.Files.Select(file => file.Name));
        Assert.Equal("/it's here/settings.json", launch.Arguments[launch.Arguments.ToList().IndexOf("--settings") + 1]);
        AssertJson(
            """{"hooks":{"PostToolUse":[{"matcher":"*","hooks":[{"type":"command","command":"sh '/it'\\''s here/output-filter.sh' 7","timeout":30}]}]}}""",
            JsonNode.Parse(launch.Files[^1].Content.Span));
        Assert.DoesNotContain("--settings", new ClaudeAgent().PlanLaunch(new AgentRequest { Prompt = "x"u8.ToArray() }).Arguments);
    }

    [Fact]
    public void A_second_settings_file_and_a_negative_limit_are_refused()
    {
        var problems = new ClaudeAgent().Validate(
            new AgentRequest { Prompt = "x"u8.ToArray(), MaxToolOutputBytes = -1, ExtraArguments = ["--settings={}"] });
        Assert.Equal(2, problems.Count);
    }

    private static string Bash(string stdout) => new JsonObject
    {
        ["hook_event_name"] = "PostToolUse",
        ["tool_name"] = "Bash",
        ["tool_response"] = new JsonObject { ["stdout"] = stdout, ["stderr"] = "", ["isImage"] = false },
    }.ToJsonString();

    private static JsonNode Output(string answer)
    {
        var output = JsonNode.Parse(answer)!["hookSpecificOutput"]!;
        Assert.Equal("PostToolUse", (string?)output["hookEventName"]);
        return output["updatedToolOutput"]!;
    }

    private static void AssertJson(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"expected {expected}\nactual   {actual?.ToJsonString()}");

    // .NET reads no JSON with half a pair in it; what is not cut is passed on as it came.
    private static string WithoutHalves(string json) => Escape().Replace(json, match => match.Length == "\\udead".Length ? "\\ufffd" : match.Value);

    [GeneratedRegex(@"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u[dD][89a-fA-F]..|\\.", RegexOptions.None, 1000)]
    private static partial Regex Escape();

    [GeneratedRegex(@"\[\.\.\.(?<rest>[0-9]+) bytes", RegexOptions.None, 1000)]
    private static partial Regex Cut();
}
