using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Patterns.Queues.Worker;

/// <summary>Appends what happens to a file, each line at once, so that the death of the process loses none.</summary>
public sealed class HistoryWriter(string path, string worker) : IDisposable
{
    private readonly FileStream _file =
        new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    private readonly Lock _gate = new();

    /// <param name="what">begin, done, failed.</param>
    /// <param name="number">Which job.</param>
    /// <param name="attempt">Which attempt.</param>
    public void Write(string what, int number, int attempt) => Write(what, number, attempt, Stopwatch.GetTimestamp());

    /// <summary>Notes that from then until now, this process or Redis may not have kept a lease.</summary>
    public void WriteStall(long from)
    {
        Write("paused", -1, 0, from);
        Write("resumed", -1, 0, Stopwatch.GetTimestamp());
    }

    public void Dispose() => _file.Dispose();

    private void Write(string what, int number, int attempt, long at)
    {
        lock (_gate)
        {
            // The monotonic clock of Linux is the same in all processes.
            byte[] line = Encoding.ASCII.GetBytes(string.Create(
                CultureInfo.InvariantCulture,
                $"{at} {worker} {what} {number} {attempt}\n"));
            _file.Write(line);
        }
    }
}
