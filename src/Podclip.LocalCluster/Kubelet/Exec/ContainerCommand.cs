using Microsoft.Win32.SafeHandles;
using Podclip.LocalCluster.Kubelet.Native;
using Podclip.LocalCluster.Nodes;

namespace Podclip.LocalCluster.Kubelet.Exec;

/// <summary>A command in a container, as a process of this machine. What it starts is of its session, and ends with it.</summary>
internal sealed class ContainerCommand : IContainerCommand
{
    private readonly int _pid;

    private ContainerCommand(int pid, SafeFileHandle? input, SafeFileHandle output, SafeFileHandle? errors)
    {
        _pid = pid;
        Input = input is null ? null : new FileStream(input, FileAccess.Write, bufferSize: 0);
        Output = new FileStream(output, FileAccess.Read, bufferSize: 0);
        Errors = errors is null ? null : new FileStream(errors, FileAccess.Read, bufferSize: 0);
        Exit = Task.Factory.StartNew(() => ChildProcess.Wait(pid), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public Stream? Input { get; }

    public Stream Output { get; }

    public Stream? Errors { get; }

    public Task<int> Exit { get; }

    /// <summary>Starts a command.</summary>
    /// <param name="arguments">The command line, an absolute path first.</param>
    /// <param name="environment">The environment of its first program.</param>
    /// <param name="outerNamespace">What its first program enters.</param>
    /// <param name="query">Its streams.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">It could not be started.</exception>
    public static ContainerCommand Start(
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        SafeFileHandle outerNamespace,
        ExecQuery query)
    {
        var input = query.HasInput ? Descriptors.Pipe() : default;
        var output = Descriptors.Pipe();
        var errors = query.JoinsErrors ? default : Descriptors.Pipe();
        using var inputRead = input.Read;
        using var outputWrite = output.Write;
        using var errorsWrite = errors.Write;
        try
        {
            var descriptors = new Dictionary<int, SafeFileHandle>
            {
                [1] = outputWrite,
                [2] = errorsWrite ?? outputWrite,
                [ContainerEntrance.OuterNamespaceDescriptor] = outerNamespace,
            };
            if (inputRead is not null)
            {
                descriptors[0] = inputRead;
            }

            var pid = ChildProcess.Start(new ChildStart
            {
                Program = arguments[0],
                Arguments = arguments,
                Environment = environment,
                Descriptors = descriptors,
                NewSession = true,
            });
            return new ContainerCommand(pid, input.Write, output.Read, errors.Read);
        }
        catch
        {
            input.Write?.Dispose();
            output.Read.Dispose();
            errors.Read?.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Not reaped before Exit is over, so the number is still its own.
        if (!Exit.IsCompleted)
        {
            _ = Libc.Kill(-_pid, Libc.SigKill);
        }

        await Exit;
        if (Input is not null)
        {
            await Input.DisposeAsync();
        }

        await Output.DisposeAsync();
        if (Errors is not null)
        {
            await Errors.DisposeAsync();
        }
    }
}
