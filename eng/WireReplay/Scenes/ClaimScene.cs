namespace Podclip.WireReplay.Scenes;

/// <summary>A claim that waits for its first pod, and a Job that uses it.</summary>
internal sealed class ClaimScene : Scene
{
    private readonly LifeScene _life = new("pvc");

    public override bool Plays(string name) => name is "pvc-create" or "pvc-get-pending" or "pvc-get-bound" || _life.Plays(name);

    public override async Task PlayAsync(Stage stage, CancellationToken cancellationToken)
    {
        await stage.PlayAsync("pvc-create", cancellationToken);
        await stage.PlayAsync("pvc-get-pending", cancellationToken);
        await _life.PlayAsync(stage, cancellationToken);
        if (stage.Find("pvc-get-bound") is { } bound)
        {
            // There a volume was waiting for it; here it gets one of its own.
            var live = await stage.Api.RequireAsync("GET", bound.Path, null, cancellationToken);
            stage.Substitutions.Learn(bound.Answer.Text("spec", "volumeName"), live.Text("spec", "volumeName"));
        }

        await stage.PlayAsync("pvc-get-bound", cancellationToken);
    }
}
