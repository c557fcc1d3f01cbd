using Podclip.Engine;

namespace Podclip.Cli.Rendering;

/// <summary>Shows a run as it goes on.</summary>
internal interface IRunView : IDisposable
{
    /// <summary>Shows one event.</summary>
    /// <param name="runEvent">The event.</param>
    void Show(RunEvent runEvent);

    /// <summary>Says something to the user that is no part of the run's data.</summary>
    /// <param name="text">One line.</param>
    void Say(string text);
}
