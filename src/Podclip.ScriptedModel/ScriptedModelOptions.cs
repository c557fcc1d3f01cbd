namespace Podclip.ScriptedModel;

/// <summary>How the endpoint is set up.</summary>
public sealed record ScriptedModelOptions
{
    /// <summary>The loopback port; 0 picks a free one.</summary>
    public int Port { get; init; }

    /// <summary>A folder of scenario files beside the built-in ones, or null. A file there wins over a built-in one of its name.</summary>
    public string? ScenarioDirectory { get; init; }

    /// <summary>The scenario for prompts that name none.</summary>
    public string DefaultScenario { get; init; } = "demo";

    /// <summary>Called for each request as soon as it is known how it will be answered; from several threads at once.</summary>
    public Action<RecordedRequest>? OnRequest { get; init; }

    /// <summary>Whether the bodies of the latest requests are kept, for who must see what the model was told. They can be large.</summary>
    public bool KeepsBodies { get; init; }

    /// <summary>The clock of all delays.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
