using System.Diagnostics;
using System.Globalization;
using System.Text;
using Patterns.Caching.Strategies.WriteBehind;

namespace Patterns.Caching.Worker;

/// <summary>A source that appends what it is given to a file, each batch at once, so that the death of the process
/// takes back nothing. It takes its time, so that many a death finds a batch under way.</summary>
public sealed class FileStore(string path) : ICacheBatchStore<int, string>, IDisposable
{
    private static readonly TimeSpan _time = TimeSpan.FromMilliseconds(3);

    private readonly FileStream _file =
        new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    private readonly Lock _gate = new();

    public async ValueTask WriteManyAsync(
        IReadOnlyList<PendingWrite<int, string>> writes, CancellationToken cancellationToken)
    {
        await Task.Delay(_time, TimeProvider.System, cancellationToken);
        Append(writes);
        await Task.Delay(_time, TimeProvider.System, cancellationToken);
    }

    public ValueTask<string?> LoadAsync(int key, CancellationToken cancellationToken)
        => ValueTask.FromResult<string?>(null);

    public void Dispose() => _file.Dispose();

    private void Append(IReadOnlyList<PendingWrite<int, string>> writes)
    {
        var lines = new StringBuilder();
        lock (_gate)
        {
            // The monotonic clock of Linux is the same in all processes.
            foreach (PendingWrite<int, string> write in writes)
            {
                lines.Append(
                    CultureInfo.InvariantCulture, $"{Stopwatch.GetTimestamp()} {write.Key} {write.Value}\n");
            }

            _file.Write(Encoding.ASCII.GetBytes(lines.ToString()));
        }
    }
}
