namespace Podclip.LocalCluster.Admission;

/// <summary>The forms that names take.</summary>
internal enum NameForm
{
    /// <summary>RFC 1123 subdomain, up to 253 characters.</summary>
    Subdomain,

    /// <summary>RFC 1123 label, up to 63 characters.</summary>
    Label,

    /// <summary>Anything that fits in a path.</summary>
    PathSegment,
}
