using System.Text;

namespace Podclip.LocalCluster.Kubelet.Supervision;

/// <summary>Writes and reads what a supervisor is given: a pod's directory and its <see cref="SupervisorSpec"/>. Plain length-prefixed strings: every pod pays for what its supervisor loads.</summary>
internal static class SupervisorSpecCodec
{
    private const int FormatVersion = 2;

    /// <summary>The directory and the spec as bytes.</summary>
    public static byte[] Write(string directory, SupervisorSpec spec)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(FormatVersion);
            writer.Write(directory);
            writer.Write((int)spec.RestartPolicy);
            writer.Write(spec.Grace.Ticks);
            WriteContainers(writer, spec.InitContainers);
            WriteContainers(writer, spec.Containers);
        }

        return stream.ToArray();
    }

    /// <summary>Reads them.</summary>
    /// <exception cref="InvalidDataException">It was written by another version of Podclip.</exception>
    public static (string Directory, SupervisorSpec Spec) Read(Stream stream)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        var version = reader.ReadInt32();
        if (version != FormatVersion)
        {
            throw new InvalidDataException($"the pod's specification has format {version}, this is a supervisor for format {FormatVersion}");
        }

        var directory = reader.ReadString();
        var policy = (RestartPolicy)reader.ReadInt32();
        return (directory, new SupervisorSpec(policy, TimeSpan.FromTicks(reader.ReadInt64()), ReadContainers(reader), ReadContainers(reader)));
    }

    private static void WriteContainers(BinaryWriter writer, IReadOnlyList<ContainerSpec> containers)
    {
        writer.Write(containers.Count);
        foreach (var container in containers)
        {
            writer.Write(container.Name);
            writer.Write(container.IsSidecar);
            WriteStrings(writer, container.Launcher);
            WriteStrings(writer, container.SandboxOptions);
            WriteStrings(writer, container.Command);
            writer.Write(container.StageDirectory ?? "");
            WriteStrings(writer, container.StagedSources);
            writer.Write(container.MemoryLimitBytes);
        }
    }

    private static ContainerSpec[] ReadContainers(BinaryReader reader)
    {
        var containers = new ContainerSpec[reader.ReadInt32()];
        for (var i = 0; i < containers.Length; i++)
        {
            containers[i] = new ContainerSpec
            {
                Name = reader.ReadString(),
                IsSidecar = reader.ReadBoolean(),
                Launcher = ReadStrings(reader),
                SandboxOptions = ReadStrings(reader),
                Command = ReadStrings(reader),
                StageDirectory = reader.ReadString() is { Length: > 0 } stage ? stage : null,
                StagedSources = ReadStrings(reader),
                MemoryLimitBytes = reader.ReadInt64(),
            };
        }

        return containers;
    }

    private static void WriteStrings(BinaryWriter writer, IReadOnlyList<string> values)
    {
        writer.Write(values.Count);
        foreach (var value in values)
        {
            writer.Write(value);
        }
    }

    private static string[] ReadStrings(BinaryReader reader)
    {
        var values = new string[reader.ReadInt32()];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = reader.ReadString();
        }

        return values;
    }
}
