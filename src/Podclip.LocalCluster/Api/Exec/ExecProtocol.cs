namespace Podclip.LocalCluster.Api.Exec;

/// <summary>The WebSocket subprotocols of exec. Version 5 can close its standard input, version 4 cannot.</summary>
internal static class ExecProtocol
{
    public const string V4 = "v4.channel.k8s.io";
    public const string V5 = "v5.channel.k8s.io";

    public const byte Input = 0;
    public const byte Output = 1;
    public const byte Errors = 2;
    public const byte Status = 3;
    public const byte Close = 255;

    /// <summary>The newest protocol that is offered and known; null for none.</summary>
    public static string? Choose(IList<string> offered) => offered.Contains(V5) ? V5 : offered.Contains(V4) ? V4 : null;
}
