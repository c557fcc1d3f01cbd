namespace Podclip.Engine.Preflight;

/// <summary>How much a run depends on a verb.</summary>
public enum AccessGrade
{
    /// <summary>No run without it.</summary>
    Required,

    /// <summary>A run works without it, but less well.</summary>
    Preferred,

    /// <summary>A run never uses it; a preflight sees more with it.</summary>
    Diagnostic,
}
