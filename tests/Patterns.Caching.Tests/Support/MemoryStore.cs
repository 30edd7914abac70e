using System.Collections.Concurrent;
using Patterns.Caching.Strategies;

namespace Patterns.Caching.Tests.Support;

/// <summary>A source in memory that counts, and does what a test wants before it answers.</summary>
internal sealed class MemoryStore : ICacheStore<int, string>
{
    private readonly ConcurrentDictionary<int, string> _rows = new();
    private int _loads;

    public int Loads => Volatile.Read(ref _loads);

    /// <summary>Runs before a write has happened.</summary>
    public Func<Task>? BeforeWrite { get; set; }

    /// <summary>Runs when a write has happened, before it returns.</summary>
    public Func<Task>? AfterWrite { get; set; }

    public string? this[int key]
    {
        get => _rows.GetValueOrDefault(key);
        set => _rows[key] = value!;
    }

    public ValueTask<string?> LoadAsync(int key, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _loads);
        return ValueTask.FromResult(this[key]);
    }

    public async ValueTask WriteAsync(int key, string value, CancellationToken cancellationToken)
    {
        await (BeforeWrite?.Invoke() ?? Task.CompletedTask);
        _rows[key] = value;
        await (AfterWrite?.Invoke() ?? Task.CompletedTask);
    }

    public ValueTask DeleteAsync(int key, CancellationToken cancellationToken)
    {
        _rows.TryRemove(key, out _);
        return ValueTask.CompletedTask;
    }
}
