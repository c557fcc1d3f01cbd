using Podclip.WireReplay.Recordings;

namespace Podclip.WireReplay.Scenes;

/// <summary>The scenes that play a set of recordings.</summary>
internal static class SceneList
{
    /// <summary>All of them; the first that says so plays a recording, the last plays what is left.</summary>
    public static IReadOnlyList<Scene> Of(IEnumerable<Recording> recordings)
    {
        Scene[] special = [new ClaimScene(), new QuotaScene(), new DisruptionScene(), new WatchScene(), new ExecScene(), new RestartScene()];
        var lives = recordings.Select(recording => recording.Name)
            .Where(name => name.StartsWith("life-", StringComparison.Ordinal) && name.EndsWith("-post", StringComparison.Ordinal) && !special.Any(scene => scene.Plays(name)))
            .Select(name => new LifeScene(name["life-".Length..^"-post".Length]));
        Scene[] owners = [.. special, .. lives, new LogScene()];
        return [.. owners, new ExchangeScene(owners)];
    }

    /// <summary>The scene that plays a recording.</summary>
    public static Scene Owner(IEnumerable<Scene> scenes, string name) => scenes.First(scene => scene.Plays(name));

    public static string Name(Scene scene) => scene is LifeScene life ? $"life-{life.Life}" : scene.GetType().Name;
}
