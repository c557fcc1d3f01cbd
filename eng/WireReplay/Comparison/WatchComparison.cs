using Podclip.WireReplay.Recordings;

namespace Podclip.WireReplay.Comparison;

/// <summary>
/// Whether two watches tell of the same life: the same events with the same objects, in the same order. What a node reports in passing may be
/// more or less, because it reports at its own pace: a change of a living pod's status on its way from creation to its end, or of a running Job's counters.
/// </summary>
internal static class WatchComparison
{
    /// <summary>Null when they agree.</summary>
    public static string? Compare(Recording recording, IReadOnlyList<JsonObject> live, Substitutions substitutions)
    {
        var expected = recording.Events.Select(e => (JsonObject)JsonNode.Parse(substitutions.Apply(e.ToJsonString()))!).ToList();
        var then = Steps(expected);
        var now = Steps(live);
        var matches = CommonSteps(then, now);
        var missing = then.Where((step, i) => !step.IsPassing && !matches.Any(m => m.Then == i)).FirstOrDefault();
        if (missing is not null)
        {
            var nearest = now.Where((step, i) => !matches.Any(m => m.Now == i)).FirstOrDefault(step => step.Type == missing.Type) ?? now.FirstOrDefault(step => step.Type == missing.Type);
            return nearest is null
                ? $"event {then.IndexOf(missing)} ({missing.Type}) did not come; {now.Count} events came"
                : Difference.Between(missing.Text, nearest.Text, $"event {then.IndexOf(missing)}") ?? $"event {then.IndexOf(missing)} came out of order";
        }

        var extra = now.Where((step, i) => !step.IsPassing && !matches.Any(m => m.Now == i)).FirstOrDefault();
        return extra is null ? null : $"event {now.IndexOf(extra)} was not recorded: {extra.Text[..Math.Min(extra.Text.Length, 1200)]}";
    }

    private static List<Step> Steps(IReadOnlyList<JsonObject> events)
    {
        List<Step> steps = [];
        Dictionary<string, JsonObject> last = new(StringComparer.Ordinal);
        foreach (var e in events)
        {
            var document = e.At("object") as JsonObject ?? [];
            var name = document.Text("metadata", "name") ?? "";
            var step = new Step(e.Text("type") ?? "", CanonicalForm.Of(e), PassingStatus.IsIn(e.Text("type"), document, last.GetValueOrDefault(name)));
            last[name] = document;

            // The same state told twice is told once; one that comes back, as between two tries, may come back as often as it likes.
            if (steps.Count == 0 || steps[^1].Text != step.Text)
            {
                steps.Add(step with { IsPassing = step.IsPassing || steps.Exists(earlier => earlier.Text == step.Text) });
            }
        }

        return steps;
    }

    /// <summary>The longest common subsequence of the two lives.</summary>
    private static HashSet<(int Then, int Now)> CommonSteps(List<Step> then, List<Step> now)
    {
        var lengths = new int[then.Count + 1, now.Count + 1];
        for (var i = then.Count - 1; i >= 0; i--)
        {
            for (var j = now.Count - 1; j >= 0; j--)
            {
                lengths[i, j] = then[i].Text == now[j].Text ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
            }
        }

        HashSet<(int, int)> matches = [];
        for (int i = 0, j = 0; i < then.Count && j < now.Count;)
        {
            if (then[i].Text == now[j].Text)
            {
                matches.Add((i++, j++));
            }
            else if (lengths[i + 1, j] >= lengths[i, j + 1])
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return matches;
    }

    private sealed record Step(string Type, string Text, bool IsPassing);
}
