namespace Podclip.Engine.Settling;

/// <summary>Why an agent was told to stop.</summary>
internal enum StopReason
{
    /// <summary>It was not.</summary>
    None,

    /// <summary>Somebody asked for it.</summary>
    Cancel,

    /// <summary>Its time was over.</summary>
    Timeout,

    /// <summary>It said that it was done and then did not exit.</summary>
    Lingering,

    /// <summary>It ran without a word.</summary>
    Silent,

    /// <summary>It asked its model again and again and got nowhere.</summary>
    Looping,
}
