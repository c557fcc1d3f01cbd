namespace Podclip.LocalCluster;

/// <summary>The cluster cannot start; the message says why and what to do.</summary>
public sealed class ClusterStartException : Exception
{
    /// <param name="message">Why, and what to do.</param>
    public ClusterStartException(string message)
        : base(message)
    {
    }

    /// <param name="message">Why, and what to do.</param>
    /// <param name="innerException">What went wrong.</param>
    public ClusterStartException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
