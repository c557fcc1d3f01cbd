using System.Text.Json.Nodes;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Admission;

/// <summary>How objects of one kind come to be, change and go. This one suits kinds without a status or defaults.</summary>
internal class ObjectStrategy
{
    /// <summary>Whether the kind has a status that only its own subresource and the controllers write.</summary>
    public virtual bool HasStatus => false;

    /// <summary>Whether metadata.generation counts changes of the spec.</summary>
    public virtual bool CountsGeneration => false;

    /// <summary>Whether DELETE answers the object and not a Status, even when it is gone at once.</summary>
    public virtual bool ReturnsDeletedObject => false;

    /// <summary>What happens to dependents when DELETE does not say.</summary>
    public virtual DeletePropagation DefaultPropagation => DeletePropagation.Background;

    /// <summary>Whether PUT without a resourceVersion is fine.</summary>
    public virtual bool AllowsUnconditionalUpdate => true;

    /// <summary>A warning for a DELETE that does not say what happens to dependents; null for none.</summary>
    public virtual string? DefaultPropagationWarning => null;

    /// <summary>The form names take.</summary>
    public virtual NameForm NameForm => NameForm.Subdomain;

    /// <summary>Fills what the author left open; at creation and after every change.</summary>
    public virtual void SetDefaults(JsonObject document)
    {
    }

    /// <summary>Fills what an object gets once, when it is made: its first status, ties to its own uid (which is set already).</summary>
    public virtual void PrepareCreate(JsonObject document)
    {
    }

    /// <summary>Fills what other objects give, and refuses what they do not allow, such as a missing service account.</summary>
    /// <exception cref="Api.ApiException">It is refused.</exception>
    public virtual void Admit(JsonObject document, string ns, ObjectStore store)
    {
    }

    /// <summary>Carries over what an update may not touch.</summary>
    public virtual void PrepareUpdate(JsonObject current, JsonObject changed)
    {
    }

    /// <summary>Finds what is wrong with an object's own fields; metadata is checked by the caller.</summary>
    public virtual void Validate(JsonObject document, FieldErrors errors)
    {
    }

    /// <summary>Finds what is wrong with a change, beyond <see cref="Validate"/>.</summary>
    public virtual void ValidateUpdate(JsonObject current, JsonObject changed, FieldErrors errors)
    {
    }

    /// <summary>Whether deletion takes two steps, a mark and a confirmation, as that of pods does.</summary>
    public virtual bool IsDeletedGracefully => false;

    /// <summary>How long a deleted object lingers for its node to end it, in seconds.</summary>
    public virtual long GraceSeconds(JsonObject document, long? requested) => 0;

    /// <summary>What else changes when an object is marked for deletion.</summary>
    public virtual void MarkDeleted(JsonObject document)
    {
    }
}
