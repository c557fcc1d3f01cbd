using Microsoft.Extensions.Logging;
using Podclip.LocalCluster.Api;
using Podclip.LocalCluster.Controllers.Jobs;
using Podclip.LocalCluster.Faults;
using Podclip.LocalCluster.Scheduling;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Controllers;

/// <summary>Everything that runs in the cluster beside its node.</summary>
internal sealed class ControllerSet : IAsyncDisposable
{
    private readonly IReadOnlyList<IController> _controllers;

    private ControllerSet(IReadOnlyList<IController> controllers) => _controllers = controllers;

    /// <summary>Starts all controllers; the namespaces that every cluster has exist when this returns.</summary>
    public static ControllerSet Start(ObjectStore store, ApiServices api, EventRecorder events, string authorityPem, FaultInjector faults, EmbeddedClusterOptions options)
    {
        var timeProvider = options.TimeProvider;
        var logger = options.LoggerFactory.CreateLogger<ControllerSet>();
        var namespaces = new NamespaceController(store, api.Kinds, api.Creation, api.Deletion, timeProvider, logger);
        namespaces.CreateBuiltIn();
        var set = new ControllerSet(
        [
            namespaces,
            new GarbageCollector(store, api.Kinds, api.Deletion, timeProvider, logger),
            new JobController(store, api.Kinds, api.Creation, api.Deletion, events, options.StatusLag, timeProvider, logger),
            new TtlController(store, api.Kinds, api.Deletion, timeProvider, logger),
            new NodeScheduler(store, events, timeProvider, logger),
            new ClaimController(store, timeProvider, logger),
            new ResourceQuotaController(store, api.Kinds, timeProvider, logger),
            new DisruptionController(store, events, timeProvider, logger),
            new AuthorityPublisher(store, api.Kinds, api.Creation, authorityPem, timeProvider, logger),
            new EventExpiry(store, timeProvider, logger),
            new PodFaultController(faults, store, api.Kinds, api.Deletion, timeProvider, logger),
        ]);
        foreach (var controller in set._controllers)
        {
            controller.Start();
        }

        return set;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var controller in _controllers)
        {
            await controller.DisposeAsync();
        }
    }
}
