namespace Podclip.Kubernetes.Client;

/// <summary>What a watch says happened.</summary>
public enum WatchEventType
{
    /// <summary>The object exists, or began to match the selector.</summary>
    Added,

    /// <summary>The object changed.</summary>
    Modified,

    /// <summary>The object is gone, or no longer matches the selector.</summary>
    Deleted,

    /// <summary>Nothing happened up to the object's resource version.</summary>
    Bookmark,
}
