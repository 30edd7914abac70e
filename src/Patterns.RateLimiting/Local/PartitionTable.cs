using System.Collections.Concurrent;

namespace Patterns.RateLimiting.Local;

/// <summary>The partitions that a limiter remembers: at most so many, and those used last.</summary>
/// <remarks>Two generations: a partition that is used is in the young one. When that holds half of what is allowed, it
/// becomes the old one, and what the old one held is forgotten. A look-up takes no lock.</remarks>
/// <typeparam name="TPartition">What is remembered.</typeparam>
/// <param name="capacity">How many.</param>
internal sealed class PartitionTable<TPartition>(int capacity)
    where TPartition : class
{
    private readonly Lock _rotating = new();
    private ConcurrentDictionary<string, TPartition> _young = new(StringComparer.Ordinal);
    private ConcurrentDictionary<string, TPartition> _old = new(StringComparer.Ordinal);
    private int _youngCount;

    /// <param name="name">The partition's name.</param>
    /// <param name="create">Makes what is not remembered.</param>
    /// <param name="state">What that needs.</param>
    public TPartition Get<TState>(string name, Func<TState, TPartition> create, TState state)
    {
        if (_young.TryGetValue(name, out TPartition? partition))
        {
            return partition;
        }

        partition = Find(name) ?? create(state);
        TPartition added = _young.GetOrAdd(name, partition);
        if (ReferenceEquals(added, partition) && Interlocked.Increment(ref _youngCount) >= capacity / 2)
        {
            Rotate();
        }

        return added;
    }

    public TPartition? Find(string name)
        => _young.TryGetValue(name, out TPartition? partition) || _old.TryGetValue(name, out partition)
            ? partition
            : null;

    private void Rotate()
    {
        lock (_rotating)
        {
            if (_youngCount >= capacity / 2)
            {
                _old = _young;
                _young = new ConcurrentDictionary<string, TPartition>(StringComparer.Ordinal);
                _youngCount = 0;
            }
        }
    }
}
