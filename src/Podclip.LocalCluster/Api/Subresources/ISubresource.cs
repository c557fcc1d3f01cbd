using Microsoft.AspNetCore.Http;
using Podclip.LocalCluster.Api.Requests;

namespace Podclip.LocalCluster.Api.Subresources;

/// <summary>Something under an object's path, such as <c>log</c>.</summary>
internal interface ISubresource
{
    /// <summary>Its path segment.</summary>
    string Name { get; }

    /// <summary>The kind that discovery names for it.</summary>
    string Kind { get; }

    /// <summary>The group of that kind.</summary>
    string Group => "";

    /// <summary>The version of that kind; empty when it is the resource's own.</summary>
    string Version => "";

    /// <summary>What it allows.</summary>
    IReadOnlyList<string> Verbs { get; }

    /// <summary>Answers a request whose verb it allows.</summary>
    /// <param name="request">The request; its name is set.</param>
    /// <param name="context">Where the answer goes.</param>
    /// <param name="stopping">The server stops: what streams must end.</param>
    /// <returns>When it is answered.</returns>
    Task HandleAsync(ApiRequest request, HttpContext context, CancellationToken stopping);
}
