using System.Text.Json.Serialization;
using Podclip.Paperclip.Contract;

namespace Podclip.Paperclip.AdapterUtils;

/// <summary>The limits of an agent's sessions and where they come from.</summary>
/// <param name="Policy">The limits that hold.</param>
/// <param name="AdapterSessionManagement">How the adapter type is treated, or null for a type the host does not know.</param>
/// <param name="ExplicitOverride">What the agent's configuration sets.</param>
/// <param name="Source"><c>agent_override</c>, <c>adapter_default</c> or <c>legacy_fallback</c>.</param>
public sealed record SessionCompactionResolution(
    SessionCompactionPolicy Policy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] AdapterSessionManagement? AdapterSessionManagement,
    SessionCompactionOverride ExplicitOverride,
    string Source);
