using System.CommandLine;
using Podclip.Paperclip.Adapters;

namespace Podclip.Cli.Commands.Adapter;

/// <summary>The word that names an adapter, the same on every command that has it.</summary>
internal static class AdapterType
{
    /// <summary>The argument.</summary>
    public static Argument<string> Argument()
    {
        Argument<string> type = new("TYPE") { Description = $"The adapter: {string.Join(" or ", AdapterRecipes.All.Select(recipe => recipe.Kind.Type))}." };
        type.CompletionSources.Add([.. AdapterRecipes.All.Select(recipe => recipe.Kind.Type)]);
        return type;
    }

    /// <summary>The adapter that is named; null, with a problem, when there is none of this name.</summary>
    public static AdapterRecipe? Read(ParseResult result, Argument<string> argument, List<string> problems)
    {
        if (result.GetResult(argument) is not { Tokens: [var word, ..] })
        {
            return null;
        }

        var recipe = AdapterRecipes.Find(word.Value);
        if (recipe is null)
        {
            problems.Add($"There is no adapter '{word.Value}'. Known adapters: {string.Join(", ", AdapterRecipes.All.Select(known => known.Kind.Type))}.");
        }

        return recipe;
    }
}
