using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Podclip.LocalCluster.Admission.Quotas;
using Podclip.LocalCluster.Api;
using Podclip.LocalCluster.Api.Kinds;
using Podclip.LocalCluster.Schema;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission;

/// <summary>Makes objects, for the API and the controllers alike: defaults, checks, generated names.</summary>
internal sealed class ObjectCreation(ObjectStore store, TimeProvider timeProvider)
{
    private const string NameLetters = "bcdfghjklmnpqrstvwxz2456789";
    private const int SuffixLength = 5;
    private const int LongestBase = 63 - SuffixLength;
    private const int NameAttempts = 8;

    /// <summary>Makes an object from a decoded document.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="ns">Its namespace.</param>
    /// <param name="document">The document.</param>
    /// <param name="dryRun">Whether nothing is stored.</param>
    /// <param name="warn">Is told what the policies of the namespace have to say about what is made; null for nobody.</param>
    /// <returns>The stored object; for a dry run what it would be, without a resourceVersion.</returns>
    /// <exception cref="ApiException">It is refused.</exception>
    public JsonObject Create(ResourceKind kind, string ns, JsonObject document, bool dryRun, Action<string>? warn = null)
    {
        if (kind.IsNamespaced)
        {
            RequireNamespace(kind, ns, document);
        }

        for (var attempt = 0; ; attempt++)
        {
            List<string> warnings = [];
            var prepared = Prepare(kind, ns, document);
            var review = new AdmissionReview(kind, ns, Current: null, prepared, store, warnings.Add);
            NamespacePolicies.Review(review);
            void CheckQuotas() => NamespaceQuotas.Review(review, timeProvider.GetUtcNow());
            var made = dryRun ? Rehearse(kind, ns, prepared, CheckQuotas) : store.TryCreate(kind.QualifiedName, ns, prepared, CheckQuotas)?.Document;
            if (made is not null)
            {
                warnings.ForEach(warn ?? (_ => { }));
                return made;
            }

            if (document.Text("metadata", "name") is { Length: > 0 } name)
            {
                throw ApiErrors.AlreadyExists(kind, name);
            }

            if (attempt == NameAttempts)
            {
                throw ApiErrors.AlreadyExists(kind, prepared.Text("metadata", "name")!);
            }
        }
    }

    /// <summary>What would be stored; null when the name is taken.</summary>
    private JsonObject? Rehearse(ResourceKind kind, string ns, JsonObject prepared, Action check)
    {
        check();
        return store.Find(kind.QualifiedName, ns, prepared.Text("metadata", "name")!) is null ? prepared : null;
    }

    private static string GenerateName(string stem) =>
        (stem.Length > LongestBase ? stem[..LongestBase] : stem) + RandomNumberGenerator.GetString(NameLetters, SuffixLength);

    private void RequireNamespace(ResourceKind kind, string ns, JsonObject document)
    {
        var found = store.Find(ResourceNames.Namespaces, "", ns) ?? throw ApiErrors.NotFound(ResourceNames.Namespaces, ns);
        if (found.Document.Text("metadata", "deletionTimestamp") is not null)
        {
            var refused = ApiErrors.Forbidden(kind.QualifiedName, document.Text("metadata", "name"), $"unable to create new content in namespace {ns} because it is being terminated");
            refused.Details!["causes"] = new JsonArray(new JsonObject
            {
                ["reason"] = "NamespaceTerminating",
                ["message"] = $"namespace {ns} is being terminated",
                ["field"] = "metadata.namespace",
            });
            throw refused;
        }
    }

    private JsonObject Prepare(ResourceKind kind, string ns, JsonObject document)
    {
        var made = document.Copy();
        made["kind"] = kind.Kind;
        made["apiVersion"] = kind.ApiVersion;
        var metadata = made.Metadata();
        foreach (var field in (ReadOnlySpan<string>)["selfLink", "resourceVersion", "generation", "deletionTimestamp", "deletionGracePeriodSeconds"])
        {
            metadata.Remove(field);
        }

        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = timeProvider.GetUtcNow().ToWireTime();
        if (kind.IsNamespaced)
        {
            metadata["namespace"] = ns;
        }
        else
        {
            metadata.Remove("namespace");
        }

        if (string.IsNullOrEmpty(made.Text("metadata", "name")) && made.Text("metadata", "generateName") is { Length: > 0 } stem)
        {
            metadata["name"] = GenerateName(stem);
        }

        if (kind.Strategy.CountsGeneration)
        {
            metadata["generation"] = 1;
        }

        if (kind.Strategy.HasStatus)
        {
            made.Remove("status");
        }

        return Complete(kind, ns, made);
    }

    private JsonObject Complete(ResourceKind kind, string ns, JsonObject made)
    {
        kind.Strategy.SetDefaults(made);
        kind.Strategy.PrepareCreate(made);
        var complete = DocumentDecoder.Decode(made, kind.Type).Document;
        kind.Strategy.Admit(complete, ns, store);
        var errors = new FieldErrors();
        MetadataRules.Validate(complete, kind.Strategy.NameForm, errors);
        kind.Strategy.Validate(complete, errors);
        return errors.All.Count == 0 ? complete : throw ApiErrors.Invalid(kind, complete.Text("metadata", "name") ?? "", errors.All);
    }
}
