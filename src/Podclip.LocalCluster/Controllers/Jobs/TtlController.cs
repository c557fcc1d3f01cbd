using Microsoft.Extensions.Logging;
using Podclip.LocalCluster.Admission;
using Podclip.LocalCluster.Api.Kinds;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Controllers.Jobs;

/// <summary>Deletes finished Jobs when their ttlSecondsAfterFinished is over, their pods first.</summary>
internal sealed class TtlController : Controller<ObjectIdentity>
{
    private readonly ResourceKind _jobs;
    private readonly ObjectDeletion _deletion;

    public TtlController(ObjectStore store, ResourceRegistry kinds, ObjectDeletion deletion, TimeProvider timeProvider, ILogger logger)
        : base(store, timeProvider, logger)
    {
        _jobs = kinds[ResourceNames.Jobs];
        _deletion = deletion;
        Observe(ResourceNames.Jobs, change => change.Object.Document.Number("spec", "ttlSecondsAfterFinished") is null ? [] : [ObjectIdentity.Of(change.Object)]);
    }

    protected override void Reconcile(ObjectIdentity key)
    {
        if (key.Find(Store, ResourceNames.Jobs) is not { } job
            || job.Document.Text("metadata", "deletionTimestamp") is not null
            || job.Document.Number("spec", "ttlSecondsAfterFinished") is not { } ttl
            || JobConditions.FinishTime(job.Document) is not { } finished)
        {
            return;
        }

        var left = finished.AddSeconds(ttl) - TimeProvider.GetUtcNow();
        if (left > TimeSpan.Zero)
        {
            Queue.AddAfter(key, left);
        }
        else
        {
            _deletion.DeleteIfPresent(_jobs, job, DeletePropagation.Foreground);
        }
    }
}
