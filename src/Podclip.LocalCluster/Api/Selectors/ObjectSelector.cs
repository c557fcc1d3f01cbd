using System.Text.Json.Nodes;
using Podclip.LocalCluster.Api.Requests;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Api.Selectors;

/// <summary>Which objects a list, watch or collection delete is about.</summary>
internal sealed class ObjectSelector
{
    private readonly string? _namespace;
    private readonly string? _name;
    private readonly IReadOnlyList<LabelRequirement> _labels;
    private readonly Func<JsonObject, bool>? _fields;

    private ObjectSelector(string? ns, string? name, IReadOnlyList<LabelRequirement> labels, Func<JsonObject, bool>? fields)
    {
        _namespace = ns;
        _name = name;
        _labels = labels;
        _fields = fields;
    }

    /// <summary>Whether it leaves anything out beyond the namespace.</summary>
    public bool IsSelective => _labels.Count > 0 || _fields is not null || _name is not null;

    /// <summary>The selection a request makes.</summary>
    /// <exception cref="ApiException">A selector cannot be read.</exception>
    public static ObjectSelector Of(ApiRequest request) => new(
        request.Namespace,
        request.Name,
        request.Parameter("labelSelector") is { } labels ? LabelSelectorParser.Parse(labels) : [],
        request.Parameter("fieldSelector") is { } fields ? FieldSelectorParser.Parse(fields, request.Kind) : null);

    /// <summary>Whether an object is in it.</summary>
    public bool Matches(StoredObject stored)
    {
        if ((_namespace is not null && stored.Namespace != _namespace) || (_name is not null && stored.Name != _name))
        {
            return false;
        }

        if (_labels.Count > 0)
        {
            var labels = stored.Document.At("metadata", "labels");
            foreach (var requirement in _labels)
            {
                if (!requirement.Matches(labels))
                {
                    return false;
                }
            }
        }

        return _fields is null || _fields(stored.Document);
    }
}
