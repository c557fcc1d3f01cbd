using Podclip.Paperclip.Contract;

namespace Podclip.Paperclip.EnvironmentTest;

/// <summary>Makes checks of the three levels.</summary>
internal static class Check
{
    /// <summary>The levels, as the host knows them.</summary>
    public const string InfoLevel = "info", WarnLevel = "warn", ErrorLevel = "error";

    /// <summary>As it should be, or worth knowing.</summary>
    public static AdapterEnvironmentCheck Info(string code, string message, string? detail = null) =>
        new() { Code = code, Level = InfoLevel, Message = message, Detail = detail };

    /// <summary>Runs work, but less well, or perhaps not.</summary>
    public static AdapterEnvironmentCheck Warn(string code, string message, string? hint = null, string? detail = null) =>
        new() { Code = code, Level = WarnLevel, Message = message, Hint = hint, Detail = detail };

    /// <summary>No run works.</summary>
    public static AdapterEnvironmentCheck Error(string code, string message, string? hint = null, string? detail = null) =>
        new() { Code = code, Level = ErrorLevel, Message = message, Hint = hint, Detail = detail };
}
