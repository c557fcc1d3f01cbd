using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Podclip.LocalCluster.Kubelet.Native;
using Podclip.LocalCluster.Kubelet.Pods;

namespace Podclip.LocalCluster.Kubelet.Supervision;

/// <summary>A connection to a pod's supervisor. That it ends means the supervisor has ended: the records are then final.</summary>
internal sealed class SupervisorConnection : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly Action _onNotice;
    private readonly Task _reading;
    private volatile bool _hasEnded;

    private SupervisorConnection(Socket socket, Action onNotice)
    {
        _socket = socket;
        _onNotice = onNotice;
        _reading = ReadAsync();
    }

    /// <summary>Whether the supervisor has ended. Ask before reading records, not after.</summary>
    public bool HasEnded => _hasEnded;

    /// <summary>Connects; null when nobody listens, which means that the supervisor is gone.</summary>
    /// <param name="directory">The pod's directory.</param>
    /// <param name="wantsLogs">Whether to be told of log lines too.</param>
    /// <param name="onNotice">Told that something has changed, or that the supervisor has ended. Must not wait.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<SupervisorConnection?> ConnectAsync(PodDirectory directory, bool wantsLogs, Action onNotice, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            using var parent = Descriptors.Directory(directory.Path);
            var path = string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{parent.DangerousGetHandle()}/{PodDirectory.SocketName}");
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            if (wantsLogs)
            {
                await socket.SendAsync(Encoding.ASCII.GetBytes(NotificationHub.LogsCommand + "\n"), SocketFlags.None, cancellationToken);
            }

            return new SupervisorConnection(socket, onNotice);
        }
        catch (Exception e) when (e is SocketException or System.ComponentModel.Win32Exception)
        {
            socket.Dispose();
            return null;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Asks the supervisor to end the pod. One that is gone needs no asking.</summary>
    public void Terminate(TimeSpan grace)
    {
        try
        {
            _socket.Send(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{NotificationHub.TerminateCommand} {(int)grace.TotalMilliseconds}\n")));
        }
        catch (SocketException)
        {
            // It has ended; the reader says so.
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _reading;
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[512];
        try
        {
            while (await _socket.ReceiveAsync(buffer.AsMemory(), SocketFlags.None) > 0)
            {
                _onNotice();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Reset: it was killed. Disposed: nobody asks any more.
        }

        _hasEnded = true;
        _onNotice();
    }
}
