namespace Podclip.Paperclip.EndToEnd.Tests.Hosting;

/// <summary>
/// The tests that share one Paperclip server, one after the other. There is never a second one: while it is set up a server takes its database's
/// default port, whatever it is told, and two that start at once take it both.
/// </summary>
[CollectionDefinition(Name)]
public sealed class SiteCollection : ICollectionFixture<PaperclipSite>
{
    /// <summary>Its name.</summary>
    public const string Name = "site";
}
