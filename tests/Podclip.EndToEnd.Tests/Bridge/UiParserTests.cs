using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Podclip.Paperclip.Adapters;
using Podclip.Paperclip.Contract;
using Podclip.Paperclip.Transcripts;

namespace Podclip.EndToEnd.Tests.Bridge;

/// <summary>What Paperclip's page makes of a run is the same story that Podclip itself tells.</summary>
[Trait("Needs", "packages")]
public sealed class UiParserTests
{
    private const string Ts = "2026-01-02T03:04:05.678Z";

    [Theory]
    [InlineData("claude")]
    [InlineData("opencode")]
    public async Task Every_recorded_line_becomes_what_the_reader_in_CSharp_makes_of_it(string agent)
    {
        var lines = Lines(agent);
        Assert.InRange(lines.Count, 300, int.MaxValue);
        var recipe = AdapterRecipes.Find($"{agent}_k8s")!;
        var parsed = await ParseAsync(agent, lines);
        Assert.Equal(lines.Count, parsed.Count);
        for (var i = 0; i < lines.Count; i++)
        {
            var expected = LineParser.Parse(recipe.Kind, lines[i], Ts).Select(entry => JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(entry, PaperclipJson.Plain.HostTranscriptEntry))!);

            // The page alone shows changes, beside the call that makes them.
            var told = parsed[i].Where(entry => entry!["kind"]!.GetValue<string>() != "diff").Select(entry => entry!);
            Assert.True(Same(expected, told), $"{lines[i]}\n{new JsonArray([.. expected.Select(e => e.DeepClone())]).ToJsonString()}\n{parsed[i].ToJsonString()}");
        }
    }

    [Fact]
    public async Task Edits_are_shown_as_changes_and_own_lines_as_remarks()
    {
        var parsed = await ParseAsync(
            "claude",
            [
                """{"type":"assistant","message":{"content":[{"type":"tool_use","id":"t","name":"Edit","input":{"file_path":"/a.txt","old_string":"one\ntwo\n","new_string":"three"}}]}}""",
                "[paperclip] Pod running: x",
            ]);
        Assert.Equal(
            ["tool_call -", "diff file_header /a.txt", "diff remove one", "diff remove two", "diff add three"],
            parsed[0].Select(entry => $"{entry!["kind"]} {entry["changeType"]?.GetValue<string>() ?? "-"}{(entry["text"] is { } text ? $" {text}" : "")}"));
        Assert.Equal(("system", "Pod running: x"), (parsed[1][0]!["kind"]!.GetValue<string>(), parsed[1][0]!["text"]!.GetValue<string>()));
    }

    private static bool Same(IEnumerable<JsonNode> expected, IEnumerable<JsonNode> told) =>
        JsonNode.DeepEquals(new JsonArray([.. expected.Select(entry => entry.DeepClone())]), new JsonArray([.. told.Select(entry => entry.DeepClone())]));

    private static List<string> Lines(string agent) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Folder, "tests", "Recordings", "transcripts", agent), "*.jsonl", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .SelectMany(File.ReadLines),
    ];

    private static async Task<List<JsonArray>> ParseAsync(string agent, IReadOnlyList<string> lines)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "Bridge", "parse.mjs"), Path.Combine(NodeProcess.Packages, $"{agent}-k8s", "dist", "ui-parser.cjs")])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        using var node = Process.Start(start)!;
        var reading = node.StandardOutput.ReadToEndAsync();
        foreach (var line in lines)
        {
            await node.StandardInput.WriteLineAsync(JsonValue.Create(line)!.ToJsonString());
        }

        node.StandardInput.Close();
        var output = await reading.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsArray())];
    }
}
