using Podclip.Agents;
using Podclip.Agents.Claude;
using Podclip.Agents.OpenCode;
using Podclip.Paperclip.Transcripts;

namespace Podclip.Paperclip;

/// <summary>An adapter as Paperclip knows it, and the agent that it runs.</summary>
public sealed record AdapterKind
{
    /// <summary>Claude Code in Kubernetes.</summary>
    public static AdapterKind Claude { get; } = new()
    {
        Type = "claude_k8s",
        Agent = new ClaudeAgent(),
        AgentTitle = "Claude",
        HasResultEvent = true,
        BillingType = "api",
        ProviderOf = _ => "anthropic",
        Lines = new ClaudeLines(),
    };

    /// <summary>OpenCode in Kubernetes.</summary>
    public static AdapterKind OpenCode { get; } = new()
    {
        Type = "opencode_k8s",
        Agent = new OpenCodeAgent(),
        AgentTitle = "OpenCode",
        ProviderOf = model => OpenCodeModel.Parse(model)?.Provider,
        Lines = new OpenCodeLines(),
    };

    /// <summary>The type under which the host knows it: <c>claude_k8s</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The agent.</summary>
    public required IAgent Agent { get; init; }

    /// <summary>What messages call the agent.</summary>
    public required string AgentTitle { get; init; }

    /// <summary>Whether the agent ends its output with an event that sums the run up.</summary>
    public bool HasResultEvent { get; init; }

    /// <summary>How the model is paid for, in the host's words.</summary>
    public string BillingType { get; init; } = "unknown";

    /// <summary>Who serves a model; null when nobody knows.</summary>
    public Func<string?, string?> ProviderOf { get; init; } = _ => null;

    /// <summary>How its lines are shown one by one.</summary>
    internal ILineDialect Lines { get; init; } = new PlainLines();
}
