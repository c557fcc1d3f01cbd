namespace Podclip.Paperclip.Contract;

/// <summary>An MCP server the host offers to this run.</summary>
public sealed record AdapterRuntimeMcpServer
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its address, as the host sees it.</summary>
    public required string Url { get; init; }

    /// <summary>The bearer token: a secret of this run.</summary>
    public required string Token { get; init; }

    /// <summary>The connection behind it.</summary>
    public required string ConnectionId { get; init; }
}
