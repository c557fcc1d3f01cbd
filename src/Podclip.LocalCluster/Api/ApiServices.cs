using Microsoft.Extensions.Logging;
using Podclip.LocalCluster.Admission;
using Podclip.LocalCluster.Admission.Disruptions;
using Podclip.LocalCluster.Api.Discovery;
using Podclip.LocalCluster.Api.Handlers;
using Podclip.LocalCluster.Api.Kinds;
using Podclip.LocalCluster.Api.Requests;
using Podclip.LocalCluster.Api.Subresources;
using Podclip.LocalCluster.Faults;
using Podclip.LocalCluster.Nodes;
using Podclip.LocalCluster.Security;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Api;

/// <summary>The parts of the API, put together over a store.</summary>
internal sealed class ApiServices
{
    private readonly ResourceHandlers _handlers;
    private readonly TimeProvider _timeProvider;
    private readonly ServiceAccountTokens _tokens;
    private readonly RoleAuthorizer _roles;

    /// <param name="store">The objects.</param>
    /// <param name="logs">Where container logs come from.</param>
    /// <param name="executor">What runs commands in containers.</param>
    /// <param name="tokens">Makes and checks service accounts' tokens.</param>
    /// <param name="timeProvider">The clock.</param>
    public ApiServices(ObjectStore store, IPodLogSource logs, IPodExecutor executor, ServiceAccountTokens tokens, TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        _tokens = tokens;
        _roles = new RoleAuthorizer(store);
        Creation = new ObjectCreation(store, timeProvider);
        Deletion = new ObjectDeletion(store, timeProvider);
        var reads = new ReadHandler(store, timeProvider);
        var writes = new WriteHandler(Creation, new ObjectChange(store, timeProvider), reads, timeProvider);
        Kinds = new ResourceRegistry(
        [
            .. ServedKinds.All(
                reads,
                writes,
                [new PodLogSubresource(store, logs, timeProvider), new PodExecSubresource(store, executor), new PodEvictionSubresource(store, Deletion, new DisruptionBudgets(store, timeProvider), timeProvider)],
                [new TokenSubresource(store, tokens)]),
            .. PolicyKinds.All(reads, writes),
            .. AccessKinds.All(_roles, timeProvider),
        ]);
        _handlers = new ResourceHandlers(reads, new WatchHandler(store, timeProvider), writes, new DeleteHandler(store, Deletion));
    }

    /// <summary>The kinds.</summary>
    public ResourceRegistry Kinds { get; }

    /// <summary>Makes objects, with all checks.</summary>
    public ObjectCreation Creation { get; }

    /// <summary>Deletes objects.</summary>
    public ObjectDeletion Deletion { get; }

    /// <summary>What answers HTTP requests.</summary>
    public RequestPipeline Pipeline(string token, Action<ApiRequestRecord>? onRequest, FaultInjector faults, ILoggerFactory loggerFactory) => new(
        new RequestRouter(Kinds),
        new AccessPolicy(token, _tokens, _roles),
        new PathHandler(new DiscoveryDocuments(Kinds), new OpenApiDocuments(Kinds)),
        _handlers,
        onRequest,
        faults,
        _timeProvider,
        loggerFactory.CreateLogger<RequestPipeline>());
}
