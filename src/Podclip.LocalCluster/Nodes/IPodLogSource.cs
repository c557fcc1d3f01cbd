using System.IO.Pipelines;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Nodes;

/// <summary>Where the API server gets a container's log from.</summary>
internal interface IPodLogSource
{
    /// <summary>
    /// Writes a container's log. The API server has checked the request, answered what the pod's status alone decides (unknown
    /// container, waiting to start, no previous container, not scheduled) and sent its headers before it calls. Everything in
    /// <paramref name="query"/> is for the source to honour. Flush what is written at least whenever there is nothing more to write.
    /// Returns when the log's end is reached, or with <see cref="PodLogQuery.Follow"/> when the container has ended too.
    /// </summary>
    /// <param name="pod">The pod as it is stored now.</param>
    /// <param name="container">The name of one of its containers or init containers.</param>
    /// <param name="query">What part of the log, and how.</param>
    /// <param name="output">The answer's body.</param>
    /// <param name="cancellationToken">The reader has left, or the server stops.</param>
    /// <returns>When all was written.</returns>
    Task WriteAsync(StoredObject pod, string container, PodLogQuery query, PipeWriter output, CancellationToken cancellationToken);
}
