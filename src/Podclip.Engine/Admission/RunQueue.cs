using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Podclip.Engine.Journal;

namespace Podclip.Engine.Admission;

/// <summary>
/// The order in which the runs of a state directory wait for one agent, over all its processes: a file each, whose name begins with the
/// time it came. A file whose run has no living driver is nobody's.
/// </summary>
/// <param name="folder">The folder of all queues.</param>
/// <param name="store">The runs.</param>
/// <param name="time">The clock.</param>
internal sealed class RunQueue(string folder, RunStore store, TimeProvider time)
{
    /// <summary>Joins the queue for an agent.</summary>
    /// <param name="server">The cluster.</param>
    /// <param name="ns">The namespace.</param>
    /// <param name="guard">The name that stands for the agent.</param>
    /// <param name="runId">The run; it must have its driver's lock.</param>
    public Ticket Join(Uri server, string ns, string guard, string runId)
    {
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{server}\n{ns}\n{guard}")))[..16];
        var queue = Path.Combine(folder, key);
        Directory.CreateDirectory(queue);
        var file = Path.Combine(queue, string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow().UtcTicks:D19}-{runId}"));
        File.WriteAllBytes(file, []);
        return new Ticket(queue, file, store);
    }

    /// <summary>A run's place in the queue for its agent; disposing leaves it.</summary>
    internal sealed class Ticket(string queue, string file, RunStore store) : IDisposable
    {
        /// <summary>How many living runs came before.</summary>
        /// <param name="sweep">Removes what dead ones left in the cluster; a dead run keeps its place until that is done.</param>
        public async Task<int> CountBeforeAsync(Func<Task> sweep)
        {
            var before = Directory.EnumerateFiles(queue).Order(StringComparer.Ordinal).TakeWhile(other => other != file).ToLookup(IsAlive);
            if (before[false].Any())
            {
                await sweep();
                foreach (var dead in before[false])
                {
                    File.Delete(dead);
                }
            }

            return before[true].Count();
        }

        public void Dispose() => File.Delete(file);

        private bool IsAlive(string other)
        {
            var run = Path.GetFileName(other)[(Path.GetFileName(other).IndexOf('-', StringComparison.Ordinal) + 1)..];
            return store.IsDriven(run);
        }
    }
}
