using System.Net.Sockets;
using Podclip.LocalCluster.Kubelet.Native;
using Podclip.LocalCluster.Kubelet.Pods;
using Podclip.LocalCluster.Kubelet.Supervision;

namespace Podclip.LocalCluster.Kubelet;

/// <summary>
/// The process that owns one pod's containers: their pipes, their logs, their ends. It lives on when the cluster stops and is taken up
/// by the next one. Every pod pays for it, so it touches nothing it does not need: no JSON, no logging, no HTTP.
/// </summary>
/// <remarks>
/// Descriptor 0 is its channel to the kubelet: pods come in, one at a time, each as its length and bytes; what it is at goes out, a byte at a time.
/// When the supervisor dies, however that happens, its sandboxes die with it. When the kubelet has gone, it ends with its pod.
/// </remarks>
public static class PodSupervisor
{
    /// <summary>The descriptor of the channel.</summary>
    internal const int ChannelDescriptor = 0;

    /// <summary>Whatever a process gathers over its pods is gone with it after so many.</summary>
    private const int MostPods = 200;

    /// <summary>Runs pods until the kubelet has gone.</summary>
    /// <returns>0; failures of containers stand in the pod's records.</returns>
    public static async Task<int> RunAsync()
    {
        using var channel = new Socket(new SafeSocketHandle(Descriptors.TakeInherited(ChannelDescriptor), ownsHandle: true));
        Descriptors.CloseInherited();
        for (var pods = 0; pods < MostPods && Tell(channel, SupervisorProcess.Idle) && await ReceiveAsync(channel) is { } assignment; pods++)
        {
            await RunAsync(channel, assignment);
        }

        return 0;
    }

    private static async Task RunAsync(Socket channel, byte[] assignment)
    {
        var (path, spec) = SupervisorSpecCodec.Read(new MemoryStream(assignment));
        var directory = new PodDirectory(path);
        await File.WriteAllTextAsync("/proc/self/comm", SupervisorProcess.NameFor(directory));
        Descriptors.RedirectOutput(directory.SupervisorLog);
        var listener = new Socket(new SafeSocketHandle(Descriptors.Listen(directory.Path, PodDirectory.SocketName), ownsHandle: true));
        Tell(channel, SupervisorProcess.Ready);
        await using var hub = new NotificationHub(listener);
        await using var pod = new SupervisedPod(spec, directory, hub, TimeProvider.System);
        hub.Start(pod.Terminate);
        await pod.RunAsync();
    }

    private static bool Tell(Socket channel, byte what)
    {
        try
        {
            return channel.Send([what]) == 1;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>The next pod; null when the kubelet has gone.</summary>
    private static async Task<byte[]?> ReceiveAsync(Socket channel)
    {
        var length = new byte[sizeof(int)];
        if (!await FillAsync(channel, length))
        {
            return null;
        }

        var assignment = new byte[BitConverter.ToInt32(length)];
        return await FillAsync(channel, assignment) ? assignment : null;
    }

    private static async Task<bool> FillAsync(Socket channel, byte[] buffer)
    {
        try
        {
            for (var filled = 0; filled < buffer.Length;)
            {
                var count = await channel.ReceiveAsync(buffer.AsMemory(filled), SocketFlags.None);
                if (count == 0)
                {
                    return false;
                }

                filled += count;
            }

            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
