namespace Podclip.Engine.Preflight;

/// <summary>One verb on one resource that Podclip uses in its namespace.</summary>
/// <param name="Verb">The verb.</param>
/// <param name="Group">The API group; empty for core.</param>
/// <param name="Resource">The resource as a Role names it, such as <c>pods/log</c>.</param>
/// <param name="Grade">How much a run depends on it.</param>
/// <param name="Purpose">What becomes worse without it, to follow "without it"; null where nothing works.</param>
public sealed record AccessNeed(string Verb, string Group, string Resource, AccessGrade Grade, string? Purpose = null)
{
    /// <summary>Whether only runs whose HOME is a claim use it.</summary>
    public bool OnlyForClaims { get; init; }

    /// <summary>In words, such as <c>create jobs.batch</c>.</summary>
    /// <returns>The words.</returns>
    public override string ToString() => Group.Length == 0 ? $"{Verb} {Resource}" : $"{Verb} {Resource}.{Group}";
}
