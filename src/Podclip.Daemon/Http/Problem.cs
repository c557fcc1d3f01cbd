namespace Podclip.Daemon.Http;

/// <summary>Why a request is refused (RFC 9457).</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">A stable word for programs: <see cref="ProblemCodes"/>.</param>
/// <param name="Title">What is wrong, in short.</param>
/// <param name="Detail">What is wrong with this request, and what to do.</param>
internal sealed record Problem(int Status, string Code, string Title, string Detail)
{
    /// <summary>All of them are told apart by their code.</summary>
    public string Type { get; } = "about:blank";
}
