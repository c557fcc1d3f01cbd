using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Podclip.LocalCluster.Kubelet.Supervision;

/// <summary>
/// The supervisor's ear and mouth: a unix socket. Whoever connects is told with one byte that a record has changed or, after the line
/// <c>logs</c>, that a log has grown; the line <c>terminate MILLISECONDS</c> ends the pod. A connection that ends means the supervisor
/// has ended. Bytes only wake the other side up, the files hold the truth, so one that finds no room is dropped.
/// </summary>
internal sealed class NotificationHub(Socket listener) : IAsyncDisposable
{
    /// <summary>A record has changed.</summary>
    public const byte RecordChanged = (byte)'S';

    /// <summary>A log has grown.</summary>
    public const byte LogGrown = (byte)'L';

    /// <summary>The command that asks for <see cref="LogGrown"/>.</summary>
    public const string LogsCommand = "logs";

    /// <summary>The command that ends the pod; the grace period in milliseconds follows.</summary>
    public const string TerminateCommand = "terminate";

    private readonly Lock _lock = new();
    private readonly List<Client> _clients = [];
    private readonly List<Task> _readers = [];
    private Action<TimeSpan> _onTerminate = _ => { };
    private Task _accepting = Task.CompletedTask;

    /// <summary>Begins to listen.</summary>
    /// <param name="onTerminate">Ends the pod within a grace period.</param>
    public void Start(Action<TimeSpan> onTerminate)
    {
        _onTerminate = onTerminate;
        _accepting = AcceptAsync();
    }

    /// <summary>Wakes everybody up.</summary>
    public void NotifyRecord() => Send(RecordChanged, logsOnly: false);

    /// <summary>Wakes the readers of logs up.</summary>
    public void NotifyLog() => Send(LogGrown, logsOnly: true);

    /// <summary>Closes all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        await _accepting;
        Task[] readers;
        lock (_lock)
        {
            _clients.ForEach(client => client.Socket.Dispose());
            readers = [.. _readers];
        }

        await Task.WhenAll(readers);
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await listener.AcceptAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }

            socket.Blocking = false;
            var client = new Client(socket);
            lock (_lock)
            {
                _clients.Add(client);
                _readers.RemoveAll(reader => reader.IsCompleted);
                _readers.Add(ReadAsync(client));
            }

            client.Send(RecordChanged);
        }
    }

    private async Task ReadAsync(Client client)
    {
        var buffer = new byte[256];
        var line = new StringBuilder();
        try
        {
            while (await client.Socket.ReceiveAsync(buffer.AsMemory(), SocketFlags.None) is > 0 and var count)
            {
                foreach (var letter in buffer.AsSpan(0, count))
                {
                    if (letter == '\n')
                    {
                        Obey(client, line.ToString());
                        line.Clear();
                    }
                    else if (line.Length < buffer.Length)
                    {
                        line.Append((char)letter);
                    }
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The other side is gone, or this one closes.
        }
        finally
        {
            lock (_lock)
            {
                _clients.Remove(client);
            }

            client.Socket.Dispose();
        }
    }

    private void Obey(Client client, string command)
    {
        if (command == LogsCommand)
        {
            client.WantsLogs = true;
            client.Send(LogGrown);
        }
        else if (command.Split(' ') is [TerminateCommand, var grace] && int.TryParse(grace, CultureInfo.InvariantCulture, out var milliseconds))
        {
            _onTerminate(TimeSpan.FromMilliseconds(milliseconds));
        }
    }

    private void Send(byte what, bool logsOnly)
    {
        lock (_lock)
        {
            foreach (var client in _clients)
            {
                if (!logsOnly || client.WantsLogs)
                {
                    client.Send(what);
                }
            }
        }
    }

    private sealed class Client(Socket socket)
    {
        public Socket Socket => socket;

        public volatile bool WantsLogs;

        public void Send(byte what)
        {
            try
            {
                socket.Send([what], SocketFlags.None, out _);
            }
            catch (ObjectDisposedException)
            {
                // Its reader takes it off the list.
            }
        }
    }
}
