using Podclip.Cli.Connection;

namespace Podclip.Cli.Running;

/// <summary>The words of a <c>run</c> or <c>render</c> command line, not yet understood.</summary>
internal sealed record RunArguments
{
    /// <summary>The agent.</summary>
    public string? Agent { get; init; }

    /// <summary><c>--prompt</c>.</summary>
    public string? Prompt { get; init; }

    /// <summary><c>--prompt-file</c>.</summary>
    public string? PromptFile { get; init; }

    /// <summary><c>--agent</c>.</summary>
    public string? AgentName { get; init; }

    /// <summary><c>--home</c>.</summary>
    public string? Home { get; init; }

    /// <summary><c>--workspace</c>.</summary>
    public string? Workspace { get; init; }

    /// <summary><c>--model</c>.</summary>
    public string? Model { get; init; }

    /// <summary><c>--effort</c>.</summary>
    public string? Effort { get; init; }

    /// <summary><c>--model-endpoint</c>.</summary>
    public string? ModelEndpoint { get; init; }

    /// <summary><c>--session</c>.</summary>
    public string? Session { get; init; }

    /// <summary><c>--image</c>.</summary>
    public string? Image { get; init; }

    /// <summary><c>-e</c>, as often as given.</summary>
    public IReadOnlyList<string> Variables { get; init; } = [];

    /// <summary><c>--env-file</c>.</summary>
    public string? EnvironmentFile { get; init; }

    /// <summary><c>--cpu</c>.</summary>
    public string? Cpu { get; init; }

    /// <summary><c>--memory</c>.</summary>
    public string? Memory { get; init; }

    /// <summary><c>--service-account</c>.</summary>
    public string? ServiceAccount { get; init; }

    /// <summary><c>--label</c>, as often as given.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>How long the run may take for what.</summary>
    public TimeArguments Times { get; init; } = new();

    /// <summary><c>--detach</c>.</summary>
    public bool Detach { get; init; }

    /// <summary>Which cluster.</summary>
    public ConnectionArguments Connection { get; init; } = new(null, null, null);

    /// <summary>The words after <c>--</c>.</summary>
    public IReadOnlyList<string> Extra { get; init; } = [];

    /// <summary>Words that belong nowhere.</summary>
    public IReadOnlyList<string> Stray { get; init; } = [];
}
