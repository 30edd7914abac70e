using StackExchange.Redis;

namespace Patterns.Caching.Entries;

/// <summary>The reads of one key that are under way in this process. A lane serves one key at a time, and whoever finds
/// it taken by another key goes alone, so that a cache needs only a few of them for all keys.</summary>
internal sealed class ReadLane
{
    // With so many, whoever waits for one of them to come back rarely waits for long.
    private const int ReadsAtOnce = 4;

    private readonly Lock _gate = new();
    private RedisKey _key;
    private int _underWay;
    private TaskCompletionSource<EntryBytes>? _next;

    /// <summary>Begins a read, or joins the next.</summary>
    /// <param name="key">What is read.</param>
    /// <param name="shared">The read that brings the reply; null when the caller sends its own.</param>
    /// <returns>Whether the caller's own read is counted, and ends with <see cref="Leave"/>.</returns>
    public bool Enter(RedisKey key, out Task<EntryBytes>? shared)
    {
        shared = null;
        lock (_gate)
        {
            if (_underWay == 0)
            {
                _key = key;
            }
            else if (_key != key)
            {
                return false;
            }

            if (_underWay < ReadsAtOnce)
            {
                _underWay++;
                return true;
            }

            _next ??= new TaskCompletionSource<EntryBytes>(TaskCreationOptions.RunContinuationsAsynchronously);
            shared = _next.Task;
            return false;
        }
    }

    /// <summary>Ends a read.</summary>
    /// <param name="goesOn">Whether the next read is sent, and counts from now on.</param>
    /// <returns>Who share the next read; null when nobody does.</returns>
    public TaskCompletionSource<EntryBytes>? Leave(bool goesOn)
    {
        lock (_gate)
        {
            TaskCompletionSource<EntryBytes>? next = _next;
            _next = null;
            if (next is null || !goesOn)
            {
                _underWay--;
            }

            return next;
        }
    }
}
