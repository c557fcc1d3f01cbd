using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Podclip.Paperclip.Skills;

/// <summary>The name of a bundle, made from all that is in it: equal bundles have one name, others never.</summary>
internal static class BundleKey
{
    // Not the TypeScript adapters' word: their bundles hold links where ours hold copies.
    private const string Version = "podclip-prompt-bundle:v1";

    /// <summary>The key: 64 digits.</summary>
    /// <param name="instructions">The agent's instructions, which a session begins with as it does with the skills; or null.</param>
    /// <param name="files">The bundle's files.</param>
    public static string Of(string? instructions, IEnumerable<SkillFile> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(string line) => hash.AppendData(Encoding.UTF8.GetBytes(line + "\0"));
        Add(Version);
        Add(instructions is null ? "instructions:none" : $"instructions:{instructions.Length.ToString(CultureInfo.InvariantCulture)}:{instructions}");
        foreach (var file in files.OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            Add($"{(file.IsExecutable ? "program" : "file")}:{file.Digest}:{file.Path}");
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
