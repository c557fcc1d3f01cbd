namespace Podclip.LocalCluster.Storage;

/// <summary>The history no longer reaches back to a version; answered as 410 Expired.</summary>
internal sealed class VersionExpiredException(long version, long oldest) : Exception($"too old resource version: {version} ({oldest})");
