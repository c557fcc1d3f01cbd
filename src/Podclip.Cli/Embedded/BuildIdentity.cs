using System.Reflection;

namespace Podclip.Cli.Embedded;

/// <summary>Which build of Podclip this is.</summary>
internal static class BuildIdentity
{
    /// <summary>The version, such as <c>0.1.0</c>.</summary>
    public static string Version { get; } = Informational.Split('+')[0];

    /// <summary>The commit it was built from, or null.</summary>
    public static string? Commit { get; } = Informational.Split('+') is [_, var commit] ? commit : null;

    /// <summary>Differs between two builds that differ in code: the compiler makes module ids from the sources.</summary>
    public static string Current { get; } = string.Join(
        '-',
        new[] { typeof(BuildIdentity), typeof(LocalCluster.EmbeddedCluster) }.Select(type => type.Module.ModuleVersionId.ToString("N")[..8]));

    private static string Informational =>
        typeof(BuildIdentity).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
}
