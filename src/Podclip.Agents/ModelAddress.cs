namespace Podclip.Agents;

/// <summary>A model endpoint that an agent is led to instead of its own.</summary>
public sealed record ModelAddress
{
    /// <summary>The key an agent is given for an endpoint that asks for none. Looks like no key of any provider, so that nobody takes it for a leak.</summary>
    public const string ScriptedKey = "podclip-scripted-model";

    /// <summary>Its address, as a base URL.</summary>
    public required Uri Url { get; init; }

    /// <summary>The model asked for, or null for the agent's own choice.</summary>
    public string? Model { get; init; }

    /// <summary>Whether it is the scripted one, which has every model, asks for no credential, and is to be all the agent talks to.</summary>
    public bool IsScripted { get; init; }

    /// <summary>The address without the slash at its end.</summary>
    internal string BaseUrl => Url.AbsoluteUri.TrimEnd('/');
}
