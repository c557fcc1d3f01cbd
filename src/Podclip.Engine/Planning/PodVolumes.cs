namespace Podclip.Engine.Planning;

/// <summary>A run's volumes and where its container sees them.</summary>
internal sealed class PodVolumes
{
    // Readable by any user of the container; the volume itself is read-only and in memory.
    private const int ReadOnlyMode = 0x124; // 0444
    private const int ExecutableMode = 0x16D; // 0555

    public PodVolumes(RunRequest request, IReadOnlyList<InputFile> files, Func<int, string> secretName)
    {
        Add("input", EntryScript.InputDirectory, Input(files, secretName), readOnly: true);
        AddHome(request.Home);
        Add("tmp", "/tmp", EmptyDir("2Gi"));
        foreach (var (index, mount) in request.Pod.Mounts.Index())
        {
            Add($"mount-{index}", mount);
        }

        AddWorkspace(request);
    }

    /// <summary>HOME, as the container sees it.</summary>
    public string Home { get; private set; } = PodPaths.Home;

    public string WorkingDirectory { get; private set; } = PodPaths.Scratch;

    public List<Volume> Volumes { get; } = [];

    public List<VolumeMount> Mounts { get; } = [];

    private void AddHome(HomeVolume home)
    {
        switch (home)
        {
            case HomeVolume.Claim claim:
                Add("home", Home, ClaimVolume(claim.Name));
                break;
            case HomeVolume.Ephemeral:
                Add("home", Home, EmptyDir("1Gi"));
                break;
            case HomeVolume.Folder folder:
                Home = folder.Path;
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"Unknown HOME {home}.");
        }
    }

    private void Add(string name, PodMount mount)
    {
        switch (mount)
        {
            case PodMount.Claim claim:
                Add(name, mount.Path, ClaimVolume(claim.Name));
                break;
            case PodMount.Node:
                Add(name, mount.Path, NodeVolume(mount.Path));
                break;
            case PodMount.Secret secret:
                Add(name, mount.Path, new Volume { Secret = new SecretVolumeSource { SecretName = secret.Name, DefaultMode = secret.DefaultMode, Optional = true } }, readOnly: true);
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"Unknown mount {mount}.");
        }
    }

    private void AddWorkspace(RunRequest request)
    {
        if (request.Pod.WorkingDirectory is { } within)
        {
            WorkingDirectory = within;
            return;
        }

        WorkingDirectory = request.Workspace ?? PodPaths.Scratch;
        Add("workspace", WorkingDirectory, request.Workspace is { } folder ? NodeVolume(folder) : EmptyDir("10Gi"));
    }

    private void Add(string name, string path, Volume volume, bool readOnly = false)
    {
        Volumes.Add(volume with { Name = name });
        Mounts.Add(new VolumeMount { Name = name, MountPath = path, ReadOnly = readOnly ? true : null });
    }

    private static Volume ClaimVolume(string name) => new() { PersistentVolumeClaim = new PersistentVolumeClaimVolumeSource { ClaimName = name } };

    private static Volume NodeVolume(string path) => new() { HostPath = new HostPathVolumeSource { Path = path, Type = "Directory" } };

    private static Volume EmptyDir(string limit) => new() { EmptyDir = new EmptyDirVolumeSource { SizeLimit = limit } };

    private static Volume Input(IReadOnlyList<InputFile> files, Func<int, string> secretName) => new()
    {
        Projected = new ProjectedVolumeSource
        {
            DefaultMode = ReadOnlyMode,
            Sources =
            [
                .. files.GroupBy(file => file.Secret).Select(group => new VolumeProjection
                {
                    Secret = new SecretProjection
                    {
                        Name = secretName(group.Key),
                        Items = [.. group.Select(file => new KeyToPath { Key = file.Key, Path = file.Path, Mode = file.IsExecutable ? ExecutableMode : null })],
                    },
                }),
            ],
        },
    };
}
