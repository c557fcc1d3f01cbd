using System.Text.Json.Nodes;
using Podclip.LocalCluster.Api.Kinds;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Api.Applying;

/// <summary>
/// Server-side apply and the bookkeeping it needs. Who owns what is kept from an object's first apply on; what was set before belongs to
/// <c>before-first-apply</c>, as with a real server's objects that carry no managedFields.
/// </summary>
/// <param name="kind">The kind of the objects.</param>
/// <param name="manager">Who writes.</param>
/// <param name="subresource">Through which subresource; empty for none.</param>
/// <param name="time">Now, as written on the wire.</param>
internal sealed class FieldOwnership(ResourceKind kind, string manager, string subresource, string time)
{
    private const string BeforeFirstApply = "before-first-apply";

    /// <summary>The object that an applied configuration makes where there is none yet.</summary>
    public JsonObject Create(JsonObject applied)
    {
        var made = applied.Copy();
        FieldOwner.Write(made, [Entry(FieldOwner.Apply, FieldTree.Of(applied, kind.Type))]);
        return made;
    }

    /// <summary>The object that an applied configuration makes of the current one.</summary>
    /// <exception cref="ApiException">Others own fields that would change, and the client does not force it.</exception>
    public JsonObject Apply(JsonObject current, JsonObject applied, bool force)
    {
        var owners = FieldOwner.Read(current);
        if (owners.Count == 0)
        {
            owners.Add(new FieldOwner(BeforeFirstApply, FieldOwner.Update, kind.ApiVersion, "", null, FieldTree.Of(WithoutStatus(current), kind.Type)));
        }

        var wanted = FieldTree.Of(applied, kind.Type);
        var merged = current.Copy();
        FieldMerge.Into(merged, applied, kind.Type);
        var conflicts = owners
            .Where(o => !o.Is(manager, FieldOwner.Apply, subresource))
            .Select(o => (Owner: o, Fields: FieldComparison.Differing(FieldTree.Intersect(wanted, o.Fields), current, merged)))
            .Where(c => c.Fields.Count > 0)
            .ToList();
        if (conflicts.Count > 0 && !force)
        {
            throw Conflict(conflicts);
        }

        var before = owners.Find(o => o.Is(manager, FieldOwner.Apply, subresource));
        owners = [.. owners.Where(o => o != before).Select(o => conflicts.Find(c => c.Owner == o) is { Fields: { } lost } ? o with { Fields = FieldTree.Subtract(o.Fields, lost) } : o)];
        if (before is not null)
        {
            var dropped = owners.Aggregate(FieldTree.Subtract(before.Fields, wanted), (rest, other) => FieldTree.Subtract(rest, other.Fields));
            FieldComparison.Remove(dropped, merged);
        }

        owners.Add(before is not null && JsonNode.DeepEquals(before.Fields, wanted) ? before : Entry(FieldOwner.Apply, wanted));
        FieldOwner.Write(merged, owners);
        return merged;
    }

    /// <summary>Notes who changed what in a write that is no apply, on objects whose owners are kept.</summary>
    public void NoteUpdate(JsonObject current, JsonObject changed)
    {
        var owners = FieldOwner.Read(changed) is { Count: > 0 } given ? given : FieldOwner.Read(current);
        if (owners.Count == 0)
        {
            return;
        }

        var (before, after) = (FieldTree.Of(current, kind.Type), FieldTree.Of(changed, kind.Type));
        var set = FieldTree.Unite(FieldTree.Subtract(after, before), FieldComparison.Differing(after, current, changed));
        var touched = FieldTree.Unite(set, FieldTree.Subtract(before, after));
        var mine = owners.Find(o => o.Is(manager, FieldOwner.Update, subresource));
        owners = [.. owners.Where(o => o != mine).Select(o => o with { Fields = FieldTree.Subtract(o.Fields, touched) })];
        var kept = mine is null ? [] : FieldTree.Subtract(mine.Fields, FieldTree.Subtract(before, after));
        owners.Add(set.Count == 0 && mine is not null ? mine with { Fields = kept } : Entry(FieldOwner.Update, FieldTree.Unite(kept, set)));
        FieldOwner.Write(changed, owners);
    }

    private static JsonObject WithoutStatus(JsonObject document)
    {
        var copy = document.Copy();
        copy.Remove("status");
        return copy;
    }

    private static ApiException Conflict(IReadOnlyList<(FieldOwner Owner, JsonObject Fields)> conflicts)
    {
        var all = conflicts.SelectMany(c => FieldTree.Paths(c.Fields).Select(path => (Owner: c.Owner.ToString(), Path: path))).OrderBy(c => c.Owner, StringComparer.Ordinal).ToList();
        var text = all is [var only]
            ? $"Apply failed with 1 conflict: conflict with {only.Owner}: {only.Path}"
            : FormattableString.Invariant($"Apply failed with {all.Count} conflicts: ")
                + string.Join('\n', all.GroupBy(c => c.Owner, StringComparer.Ordinal).Select(g => $"conflicts with {g.Key}:\n" + string.Join('\n', g.Select(c => "- " + c.Path))));
        return new ApiException(409, "Conflict", text, new JsonObject
        {
            ["causes"] = new JsonArray([.. all.Select(c => (JsonNode)new JsonObject { ["reason"] = "FieldManagerConflict", ["message"] = "conflict with " + c.Owner, ["field"] = c.Path })]),
        });
    }

    private FieldOwner Entry(string operation, JsonObject fields) => new(manager, operation, kind.ApiVersion, subresource, time, fields);
}
