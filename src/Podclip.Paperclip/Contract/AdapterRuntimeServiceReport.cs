namespace Podclip.Paperclip.Contract;

/// <summary>A service that a run started or found.</summary>
public sealed record AdapterRuntimeServiceReport
{
    /// <summary>Its name.</summary>
    public required string ServiceName { get; init; }

    /// <summary>Its id.</summary>
    public string? Id { get; init; }

    /// <summary>The project.</summary>
    public string? ProjectId { get; init; }

    /// <summary>The workspace.</summary>
    public string? ProjectWorkspaceId { get; init; }

    /// <summary>The issue.</summary>
    public string? IssueId { get; init; }

    /// <summary><c>project_workspace</c>, <c>execution_workspace</c>, <c>run</c> or <c>agent</c>.</summary>
    public string? ScopeType { get; init; }

    /// <summary>Which of those.</summary>
    public string? ScopeId { get; init; }

    /// <summary><c>starting</c>, <c>running</c>, <c>stopped</c> or <c>failed</c>.</summary>
    public string? Status { get; init; }

    /// <summary><c>shared</c> or <c>ephemeral</c>.</summary>
    public string? Lifecycle { get; init; }

    /// <summary>By what it is found again.</summary>
    public string? ReuseKey { get; init; }

    /// <summary>How it was started.</summary>
    public string? Command { get; init; }

    /// <summary>Where.</summary>
    public string? Cwd { get; init; }

    /// <summary>Its port.</summary>
    public int? Port { get; init; }

    /// <summary>Its address.</summary>
    public string? Url { get; init; }

    /// <summary>What runs it.</summary>
    public string? ProviderRef { get; init; }

    /// <summary>Its agent.</summary>
    public string? OwnerAgentId { get; init; }

    /// <summary>When it is stopped.</summary>
    public JsonObject? StopPolicy { get; init; }

    /// <summary><c>unknown</c>, <c>healthy</c> or <c>unhealthy</c>.</summary>
    public string? HealthStatus { get; init; }
}
