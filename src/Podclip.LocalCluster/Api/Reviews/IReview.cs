using Microsoft.AspNetCore.Http;
using Podclip.LocalCluster.Api.Requests;

namespace Podclip.LocalCluster.Api.Reviews;

/// <summary>A question that is asked by creating an object of which nothing is stored.</summary>
internal interface IReview
{
    /// <summary>Answers it.</summary>
    /// <param name="request">Who asks.</param>
    /// <param name="context">The question in its body, and where the answer goes.</param>
    /// <returns>When it is answered.</returns>
    Task AnswerAsync(ApiRequest request, HttpContext context);
}
