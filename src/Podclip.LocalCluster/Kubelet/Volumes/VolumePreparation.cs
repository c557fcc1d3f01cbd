using Podclip.LocalCluster.Kubelet.Native;
using Podclip.LocalCluster.Kubelet.Pods;

namespace Podclip.LocalCluster.Kubelet.Volumes;

/// <summary>Makes a pod's volumes, in directories that its containers' user owns. Doing it again makes what is missing.</summary>
/// <param name="stateDirectory">The cluster's state directory.</param>
/// <param name="directory">The pod's directory.</param>
/// <param name="owner">Who the pod is on disk; null when that is who the cluster runs as, so that nothing has to change hands.</param>
internal sealed class VolumePreparation(string stateDirectory, PodDirectory directory, OnDiskIdentity? owner)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Shared = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
    private const UnixFileMode Everybody = Shared | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private const string Unfinished = "..new";

    /// <summary>Makes all volumes.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="sources">Where they get what is in them.</param>
    /// <param name="podIP">The pod's address.</param>
    /// <param name="failures">What is in the way of those that cannot be made now; each is tried, whatever becomes of the others.</param>
    /// <returns>The volumes by name.</returns>
    public IReadOnlyDictionary<string, PreparedVolume> Prepare(Pod pod, VolumeSources sources, string podIP, out IReadOnlyList<VolumeException> failures)
    {
        var prepared = new Dictionary<string, PreparedVolume>(StringComparer.Ordinal);
        var failed = new List<VolumeException>();
        foreach (var volume in pod.Spec?.Volumes ?? [])
        {
            var name = volume.Name ?? "";
            try
            {
                prepared[name] = Prepare(name, volume, pod, sources, podIP);
            }
            catch (VolumeException e)
            {
                failed.Add(e);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
            {
                failed.Add(new VolumeException(name, e.Message));
            }
        }

        failures = failed;
        return prepared;
    }

    /// <summary>Puts new tokens in place of those in a pod's volumes, while it runs.</summary>
    /// <exception cref="VolumeException">The service account is gone.</exception>
    public void RefreshTokens(Pod pod, VolumeSources sources, string podIP)
    {
        foreach (var volume in (pod.Spec?.Volumes ?? []).Where(HasToken))
        {
            Write(volume.Name ?? "", VolumeFiles.Of(volume.Name ?? "", volume, pod, sources, podIP) ?? []);
        }
    }

    /// <summary>Whether there is a token in a volume.</summary>
    public static bool HasToken(Volume volume) => (volume.Projected?.Sources ?? []).Any(source => source.ServiceAccountToken is not null);

    /// <summary>The directory of a claim; what is in it outlives pods.</summary>
    public static string ClaimDirectory(string stateDirectory, string claimUid) => Path.Combine(stateDirectory, "volumes", claimUid);

    private PreparedVolume Prepare(string name, Volume volume, Pod pod, VolumeSources sources, string podIP)
    {
        if (volume.HostPath is { } hostPath)
        {
            return new PreparedVolume(HostPath(name, hostPath), IsReadOnly: false);
        }

        if (volume.PersistentVolumeClaim is { } claim)
        {
            var uid = sources.ClaimUid(claim.ClaimName ?? "") ?? throw new VolumeException(name, $"persistentvolumeclaim \"{claim.ClaimName}\" not found");
            return new PreparedVolume(Owned(ClaimDirectory(stateDirectory, uid), Shared), claim.ReadOnly == true);
        }

        if (volume.EmptyDir is not null)
        {
            return new PreparedVolume(Owned(directory.Volume(name), Everybody), IsReadOnly: false);
        }

        var files = VolumeFiles.Of(name, volume, pod, sources, podIP)
            ?? throw new VolumeException(name, "the embedded cluster has no volumes of this kind");
        return new PreparedVolume(Write(name, files), IsReadOnly: true);
    }

    private string Write(string name, IReadOnlyList<VolumeFile> files)
    {
        var top = Path.GetFullPath(Owned(directory.Volume(name), Shared));
        foreach (var file in files)
        {
            var path = Path.GetFullPath(Path.Combine(top, file.Path));
            if (!path.StartsWith(top + "/", StringComparison.Ordinal))
            {
                throw new VolumeException(name, $"invalid path \"{file.Path}\", must not leave the volume");
            }

            for (var parent = Path.GetDirectoryName(path)!; parent.Length > top.Length; parent = Path.GetDirectoryName(parent)!)
            {
                Owned(parent, Shared);
            }

            // Never visible with more rights than it may have, nor in part: made for the owner alone under another name, then opened up.
            var made = $"{path}{Unfinished}";
            File.Delete(made);
            using (var stream = new FileStream(made, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserWrite }))
            {
                stream.Write(file.Content);
            }

            File.SetUnixFileMode(made, (UnixFileMode)(file.Mode & 0x1ff));
            Give(made);
            File.Move(made, path, overwrite: true);
        }

        return top;
    }

    /// <summary>A directory of the pod's user: its own and everything in it, if the top was somebody else's.</summary>
    private string Owned(string path, UnixFileMode mode)
    {
        if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path, mode);

            // The mask of this process must not decide what a container may do.
            File.SetUnixFileMode(path, mode);
        }

        if (owner is { } identity)
        {
            FileOwnership.GiveTree(path, identity);
        }

        return path;
    }

    private void Give(string path)
    {
        if (owner is { } identity)
        {
            FileOwnership.Give(path, identity);
        }
    }

    private string HostPath(string name, HostPathVolumeSource source)
    {
        var path = source.Path ?? "";
        if (!path.StartsWith('/'))
        {
            throw new VolumeException(name, $"hostPath {path} is not absolute");
        }

        // Like a real runtime, a path that is not there and is not checked becomes a directory.
        if (source.Type is null or "" or "DirectoryOrCreate" && !Path.Exists(path))
        {
            Directory.CreateDirectory(path);
            Give(path);
        }
        else if (source.Type == "FileOrCreate" && !Path.Exists(path))
        {
            File.Create(path).Dispose();
            Give(path);
        }

        var fits = source.Type switch
        {
            "Directory" or "DirectoryOrCreate" => Directory.Exists(path),
            "File" or "FileOrCreate" => File.Exists(path),
            _ => Path.Exists(path),
        };
        return fits ? path : throw new VolumeException(name, $"hostPath type check failed: {path} is not a {(source.Type is "File" or "FileOrCreate" ? "file" : "directory")}");
    }
}
