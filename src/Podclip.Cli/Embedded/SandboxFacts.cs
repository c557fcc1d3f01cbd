namespace Podclip.Cli.Embedded;

/// <summary>What is known of this machine's ability to sandbox a process.</summary>
internal sealed record SandboxFacts
{
    /// <summary>Whether this is Linux.</summary>
    public required bool IsLinux { get; init; }

    /// <summary>Whether this is macOS.</summary>
    public bool IsMacOS { get; init; }

    /// <summary>Whether bubblewrap was found.</summary>
    public bool HasBubblewrap { get; init; }

    /// <summary>Whether bubblewrap could run a program in a user namespace.</summary>
    public bool Works { get; init; }

    /// <summary>The last line of what bubblewrap said.</summary>
    public string? Complaint { get; init; }

    /// <summary>Whether AppArmor keeps ordinary programs from making user namespaces (Ubuntu 24.04 and later).</summary>
    public bool IsRestrictedByAppArmor { get; init; }

    /// <summary>Whether the kernel forbids user namespaces to ordinary users.</summary>
    public bool IsForbiddenByKernel { get; init; }

    /// <summary>Whether this is the Windows Subsystem for Linux.</summary>
    public bool IsWsl { get; init; }

    /// <summary>One sentence with the remedy, or null when pods can run here.</summary>
    /// <returns>The sentence.</returns>
    public string? Explain()
    {
        const string Elsewhere = "or choose another cluster with --context";
        if (IsMacOS)
        {
            return $"The embedded cluster sandboxes its pods with Linux namespaces, which macOS does not have: run Podclip in a Linux VM, {Elsewhere}.";
        }

        if (!IsLinux)
        {
            return $"The embedded cluster sandboxes its pods with Linux namespaces, which this system does not have: use Linux or WSL 2, {Elsewhere}.";
        }

        if (!HasBubblewrap)
        {
            return $"The embedded cluster needs bubblewrap, and bwrap was not found: install it (Debian, Ubuntu: sudo apt-get install bubblewrap; Fedora: sudo dnf install bubblewrap), {Elsewhere}.";
        }

        if (Works)
        {
            return null;
        }

        if (IsRestrictedByAppArmor)
        {
            return $"AppArmor keeps bubblewrap from making user namespaces: run 'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0' or give bwrap an AppArmor profile that allows 'userns', {Elsewhere}.";
        }

        if (IsForbiddenByKernel)
        {
            return $"The kernel forbids user namespaces to ordinary users: run 'sudo sysctl -w kernel.unprivileged_userns_clone=1', {Elsewhere}.";
        }

        return IsWsl
            ? $"This WSL has no user namespaces, which the embedded cluster's pods need: use WSL 2 ('wsl --set-version DISTRO 2'), {Elsewhere}."
            : $"bubblewrap cannot make a sandbox here ({Complaint ?? "it said nothing"}): allow user namespaces to this user or container, {Elsewhere}.";
    }
}
