using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Win32.SafeHandles;
using Podclip.LocalCluster.Kubelet.Native;

namespace Podclip.LocalCluster.Kubelet.Exec;

/// <summary>
/// The way into a running container for one more process, with no more rights than the container itself. Bubblewrap's mounts belong to a
/// user namespace of their own, in which the container's is nested: the first nsenter goes into that outer one, and with its rights into
/// the container's mounts and processes; the second, where there is such a nesting, goes on into the container's own.
/// </summary>
/// <param name="nsenter">The absolute path of the program that enters namespaces.</param>
/// <param name="setpriv">The absolute path of the program that drops rights.</param>
/// <param name="isRoot">Whether this process is root and must become the container's user first.</param>
internal sealed partial class ContainerEntrance(string nsenter, string setpriv, bool isRoot)
{
    /// <summary>The descriptor of the outer user namespace in the first program.</summary>
    public const int OuterNamespaceDescriptor = 3;

    private const string Prefix = "PODCLIP_EXEC_";

    // The variables come renamed: by their own names (LD_PRELOAD) they would steer the programs that run before the sandbox is entered.
    private const string Unpack =
        "exec 3<&-; _podclip_n=$1; shift; while [ \"$_podclip_n\" -gt 0 ]; do _podclip_n=$((_podclip_n-1)); eval \"_podclip_v=\\$PODCLIP_EXEC_$_podclip_n\"; "
        + "unset \"PODCLIP_EXEC_$_podclip_n\"; export \"$_podclip_v\"; done; unset _podclip_n _podclip_v; exec \"$@\"";

    private static readonly string[] ReadOnlyInShells = ["PPID", "UID", "EUID", "SHELLOPTS", "BASHOPTS", "BASH_VERSINFO"];

    /// <summary>The user namespace that the container's mounts belong to.</summary>
    /// <exception cref="Win32Exception">The container is gone, or is not ours.</exception>
    public static SafeFileHandle OuterNamespace(ContainerView container)
    {
        using var mounts = File.OpenHandle(container.MountNamespace);
        return Descriptors.OwningUserNamespace(mounts);
    }

    /// <summary>The command line, the first program first.</summary>
    /// <param name="process">The container.</param>
    /// <param name="container">What it sees.</param>
    /// <param name="outer">The user namespace of its mounts.</param>
    /// <param name="renamed">How many variables are renamed.</param>
    /// <param name="command">What to run in the end.</param>
    public IReadOnlyList<string> Arguments(ContainerProcess process, ContainerView container, SafeFileHandle outer, int renamed, IReadOnlyList<string> command)
    {
        List<string> arguments = [];
        if (isRoot)
        {
            var (user, group) = container.Identity();
            arguments.AddRange([setpriv, "--reuid", Text(user), "--regid", Text(group), "--clear-groups"]);
        }

        arguments.AddRange(
        [
            nsenter, $"--user=/proc/self/fd/{OuterNamespaceDescriptor}", "--preserve-credentials", "--target", Text((uint)process.Pid),
            "--mount", "--pid", "--ipc", "--uts", "--wd", "--",
        ]);
        if (Descriptors.NameOf(outer) != container.UserNamespace())
        {
            arguments.AddRange([nsenter, "--target", "1", "--user", "--preserve-credentials", "--"]);
        }

        arguments.AddRange(["/bin/sh", "-c", Unpack, "podclip", Text((uint)renamed), setpriv, "--no-new-privs"]);
        if (container.IsRootInside())
        {
            // The others lose their rights when they start the next program; root would get them all.
            arguments.AddRange(["--bounding-set=-all", "--inh-caps=-all"]);
        }

        return [.. arguments, "--", .. command];
    }

    /// <summary>The environment of the first program, and how many variables in it are renamed.</summary>
    public static (IReadOnlyDictionary<string, string> Variables, int Renamed) Environment(IReadOnlyList<(string Name, string Value)> container)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        var renamed = 0;
        foreach (var (name, value) in container)
        {
            if (ReadOnlyInShells.Contains(name, StringComparer.Ordinal))
            {
                // No loader looks for these.
                variables[name] = value;
            }
            else if (ShellName().IsMatch(name))
            {
                // A name of another form (a.b) gets through no shell, and so not to the command.
                variables[string.Create(CultureInfo.InvariantCulture, $"{Prefix}{renamed++}")] = $"{name}={value}";
            }
        }

        return (variables, renamed);
    }

    private static string Text(uint number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ShellName();
}
