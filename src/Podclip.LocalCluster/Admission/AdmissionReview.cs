using System.Text.Json.Nodes;
using Podclip.LocalCluster.Api.Kinds;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission;

/// <summary>An object that is sound by itself, before the policies of its namespace say whether it may be.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Current">What it was; null when it is made.</param>
/// <param name="Document">What it is to be.</param>
/// <param name="Store">All other objects.</param>
/// <param name="Warn">Tells whoever asked for it something, if it comes to be.</param>
internal sealed record AdmissionReview(ResourceKind Kind, string Namespace, JsonObject? Current, JsonObject Document, ObjectStore Store, Action<string> Warn);
