using Podclip.Engine;
using Podclip.Paperclip.Outcomes;
using Podclip.Paperclip.Prompts;
using Podclip.Paperclip.Skills;

namespace Podclip.Paperclip.Execution;

/// <summary>What one execution asks of the engine.</summary>
public sealed record ExecutionPlan
{
    /// <summary>The run.</summary>
    public required RunRequest Request { get; init; }

    /// <summary>Its namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The prompt and how long its sections are.</summary>
    public required AgentPrompt Prompt { get; init; }

    /// <summary>What is known of its session.</summary>
    public required SessionFacts Session { get; init; }

    /// <summary>The agent's skills.</summary>
    public required SkillBundle Skills { get; init; }

    /// <summary>What the operator should know, a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
