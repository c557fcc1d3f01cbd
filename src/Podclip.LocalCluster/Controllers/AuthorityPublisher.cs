using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Podclip.LocalCluster.Admission;
using Podclip.LocalCluster.Api.Kinds;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Controllers;

/// <summary>Keeps in each namespace the ConfigMap <c>kube-root-ca.crt</c>, by which pods know the API server.</summary>
internal sealed class AuthorityPublisher : Controller<string>
{
    /// <summary>The ConfigMap's name.</summary>
    public const string Name = "kube-root-ca.crt";

    private const string File = "ca.crt";

    private const string Description =
        "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. "
        + "No other usage is guaranteed across distributions of Kubernetes clusters.";

    private readonly ResourceRegistry _kinds;
    private readonly ObjectCreation _creation;
    private readonly string _authorityPem;

    /// <param name="store">The objects.</param>
    /// <param name="kinds">The kinds.</param>
    /// <param name="creation">Makes the ConfigMap.</param>
    /// <param name="authorityPem">The authority's certificate.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="logger">Where faults go.</param>
    public AuthorityPublisher(ObjectStore store, ResourceRegistry kinds, ObjectCreation creation, string authorityPem, TimeProvider timeProvider, ILogger logger)
        : base(store, timeProvider, logger)
    {
        _kinds = kinds;
        _creation = creation;
        _authorityPem = authorityPem;
        Observe(ResourceNames.Namespaces, change => [change.Object.Name]);
        Observe(ResourceNames.ConfigMaps, change => change.Object.Name == Name ? [change.Object.Namespace] : []);
    }

    protected override void Reconcile(string key)
    {
        if (Store.Find(ResourceNames.Namespaces, "", key) is not { } found || found.Document.Text("metadata", "deletionTimestamp") is not null)
        {
            return;
        }

        if (Store.Find(ResourceNames.ConfigMaps, key, Name) is null)
        {
            _creation.Create(_kinds[ResourceNames.ConfigMaps], key, Document(), dryRun: false);
            return;
        }

        Store.Update(ResourceNames.ConfigMaps, key, Name, document =>
        {
            document["data"] = Data();
            return true;
        });
    }

    private JsonObject Data() => new() { [File] = _authorityPem };

    private JsonObject Document() => new()
    {
        ["metadata"] = new JsonObject
        {
            ["name"] = Name,
            ["annotations"] = new JsonObject { ["kubernetes.io/description"] = Description },
        },
        ["data"] = Data(),
    };
}
