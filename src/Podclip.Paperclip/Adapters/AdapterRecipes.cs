using Podclip.Paperclip.Adapters.ClaudeK8s;
using Podclip.Paperclip.Adapters.OpenCodeK8s;
using Podclip.Paperclip.Adapters.ShellK8s;

namespace Podclip.Paperclip.Adapters;

/// <summary>The adapters. A new one is a folder beside these and one line here.</summary>
public static class AdapterRecipes
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<AdapterRecipe> All { get; } = [new ClaudeK8sRecipe(), new OpenCodeK8sRecipe(), new ShellK8sRecipe()];

    /// <summary>Looks one up by its type.</summary>
    /// <param name="type">The type, such as <c>claude_k8s</c>.</param>
    /// <returns>The adapter, or null when there is none.</returns>
    public static AdapterRecipe? Find(string type) => All.FirstOrDefault(recipe => string.Equals(recipe.Kind.Type, type, StringComparison.Ordinal));
}
