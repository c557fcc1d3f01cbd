namespace Podclip.WireReplay.Scenes;

/// <summary>A namespace with a quota that its Jobs' pods exceed, or say too little for.</summary>
internal sealed class QuotaScene : Scene
{
    private readonly LifeScene _exceeded = new("quota-exceeded");
    private readonly LifeScene _unspecified = new("quota-must-specify");

    public override bool Plays(string name) => name.StartsWith("quota-", StringComparison.Ordinal) || _exceeded.Plays(name) || _unspecified.Plays(name);

    public override async Task PlayAsync(Stage stage, CancellationToken cancellationToken)
    {
        await stage.PlayAsync("quota-create", cancellationToken);

        // The watch of the first one's Events tells of the second one's too.
        var exceeded = _exceeded.PlayAsync(stage, cancellationToken);
        await Task.Delay(1500, cancellationToken);
        await _unspecified.PlayAsync(stage, cancellationToken);
        await exceeded;
        await stage.PlayAsync("quota-job-create-403", cancellationToken);
        await stage.PlayAsync("quota-get", cancellationToken);
    }
}
