using System.Collections.Concurrent;
using Patterns.Caching.Strategies.WriteBehind;

namespace Patterns.Caching.Tests.Support;

/// <summary>A source in memory that keeps what it was given, and does what a test wants before it takes a
/// batch.</summary>
internal sealed class BatchStore : ICacheBatchStore<int, string>
{
    private readonly ConcurrentDictionary<int, string> _rows = new();
    private readonly ConcurrentQueue<IReadOnlyList<PendingWrite<int, string>>> _batches = new();
    private int _loads;

    public int Loads => Volatile.Read(ref _loads);

    /// <summary>What it has taken, call by call.</summary>
    public IReadOnlyList<IReadOnlyList<PendingWrite<int, string>>> Batches => [.. _batches];

    /// <summary>All values that it has taken for a key, in order.</summary>
    public IEnumerable<string?> HistoryOf(int key)
        => Batches.SelectMany(batch => batch).Where(write => write.Key == key).Select(write => write.Value);

    /// <summary>Runs before a batch is taken; what it throws is what the store throws.</summary>
    public Func<IReadOnlyList<PendingWrite<int, string>>, CancellationToken, Task>? Before { get; set; }

    public string? this[int key]
    {
        get => _rows.GetValueOrDefault(key);
        set => _rows[key] = value!;
    }

    public async ValueTask WriteManyAsync(
        IReadOnlyList<PendingWrite<int, string>> writes, CancellationToken cancellationToken)
    {
        await (Before?.Invoke(writes, cancellationToken) ?? Task.CompletedTask);
        _batches.Enqueue(writes);
        foreach (PendingWrite<int, string> write in writes)
        {
            if (write.Value is { } value)
            {
                _rows[write.Key] = value;
            }
            else
            {
                _rows.TryRemove(write.Key, out _);
            }
        }
    }

    public ValueTask<string?> LoadAsync(int key, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _loads);
        return ValueTask.FromResult(this[key]);
    }
}
