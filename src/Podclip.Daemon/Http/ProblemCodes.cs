namespace Podclip.Daemon.Http;

/// <summary>The codes of refused requests; stable, for programs.</summary>
internal static class ProblemCodes
{
    public const string InvalidRequest = "invalid_request";
    public const string Unauthorized = "unauthorized";
    public const string UnknownAdapter = "unknown_adapter";
    public const string UnknownRun = "unknown_run";
    public const string RunConflict = "run_conflict";
    public const string CursorAhead = "cursor_ahead";
    public const string Draining = "draining";
    public const string NotFound = "not_found";
    public const string Fault = "podclip_fault";
}
