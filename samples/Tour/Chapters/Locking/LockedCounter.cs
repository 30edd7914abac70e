using Patterns.Locking;
using Tour.Sqlite;

namespace Tour.Chapters.Locking;

/// <summary>How often a city was visited, kept by reading the number and writing it back with one more: visits that
/// happen at the same time are lost, unless a lock lets one at a time.</summary>
internal sealed class LockedCounter : IDisposable
{
    private readonly SqliteDatabase _database = new();
    private readonly Lock _gate = new();
    private int _inside;
    private long _lastToken;

    public LockedCounter()
    {
        _database.Execute("CREATE TABLE visits (count INTEGER NOT NULL, fence INTEGER NOT NULL)");
        _database.Execute("INSERT INTO visits VALUES (0, 0)");
    }

    /// <summary>What was counted.</summary>
    public long Count => _database.Query("SELECT count FROM visits", row => row.GetInt64(0))[0];

    /// <summary>The most visitors that were inside at once.</summary>
    public int MostInside { get; private set; }

    /// <summary>How many grants had a token that was not larger than the one before.</summary>
    public int TokensOutOfOrder { get; private set; }

    public async Task VisitAsync(ILockHandle? handle)
    {
        Enter(handle);
        long count = Count;
        await Task.Yield();
        long token = handle?.FencingToken ?? 0;
        _database.Execute("UPDATE visits SET count = ?, fence = ? WHERE fence <= ?", count + 1, token, token);
        lock (_gate)
        {
            _inside--;
        }
    }

    public void Dispose() => _database.Dispose();

    private void Enter(ILockHandle? handle)
    {
        lock (_gate)
        {
            MostInside = Math.Max(MostInside, ++_inside);
            if (handle is not null)
            {
                TokensOutOfOrder += handle.FencingToken > _lastToken ? 0 : 1;
                _lastToken = handle.FencingToken;
            }
        }
    }
}
