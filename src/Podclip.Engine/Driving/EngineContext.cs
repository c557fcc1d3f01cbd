using Podclip.Engine.Admission;
using Podclip.Engine.Adoption;
using Podclip.Engine.Journal;
using Podclip.Engine.Observing;
using Podclip.Kubernetes.Client;

namespace Podclip.Engine.Driving;

/// <summary>What all runs of an engine share.</summary>
/// <param name="Client">The cluster.</param>
/// <param name="Namespace">The namespace.</param>
/// <param name="View">The shared caches.</param>
/// <param name="Store">The runs of the state directory.</param>
/// <param name="Queue">Who waits for which agent.</param>
/// <param name="Slots">How many runs may be under way at once.</param>
/// <param name="Sweeper">Removes what dead processes left.</param>
/// <param name="Access">What is known of verbs that are lacking.</param>
/// <param name="Time">The clock.</param>
internal sealed record EngineContext(
    KubernetesClient Client,
    string Namespace,
    ClusterView View,
    RunStore Store,
    RunQueue Queue,
    RunSlots Slots,
    Sweeper Sweeper,
    AccessNotes Access,
    TimeProvider Time);
