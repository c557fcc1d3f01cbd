namespace Podclip.LocalCluster.Controllers;

/// <summary>Something that watches the store and acts on it until it is disposed.</summary>
internal interface IController : IAsyncDisposable
{
    /// <summary>Starts to work.</summary>
    void Start();
}
