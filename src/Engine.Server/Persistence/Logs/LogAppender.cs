using Engine.Server.Files;

namespace Engine.Server.Persistence.Logs;

/// <summary>
/// The end of the log: takes commands, writes them once a turn of the event loop, and makes them safe as the policy
/// says.
/// </summary>
internal sealed class LogAppender
{
    private const long MillisecondsPerSecond = 1000;

    /// <summary>Writing waits so long for a synchronization that takes its time, and then goes on regardless.</summary>
    private const long LongestPostponement = 2000;

    private readonly CommandBuffer _buffer = new();
    private readonly BackgroundThread _thread;
    private readonly IWritableFile _file;
    private volatile bool _isSyncing;
    private volatile string? _syncFailure;
    private string? _writeFailure;
    private long _lastTry;
    private long _lastSync;
    private long _postponedSince;
    private long _wholeLength;
    private bool _hasUnsynced;

    public LogAppender(IWritableFile file, BackgroundThread thread, long now)
    {
        _file = file;
        _thread = thread;
        _lastSync = now;
        _wholeLength = file.Length;
    }

    /// <summary>Commands that are to be written by the next <see cref="Flush"/>.</summary>
    public CommandBuffer Buffer => _buffer;

    /// <summary>The database that the last command of the file selected; -1 before the first.</summary>
    public int Database { get; set; } = -1;

    public long Length => _wholeLength + _buffer.Length;

    /// <summary>Why writes should be refused, or null.</summary>
    public string? Failure => _writeFailure ?? _syncFailure;

    public bool IsSyncing => _isSyncing;

    /// <summary>
    /// After a synchronization that failed writes are refused, so that nothing more might come to be synchronized: it
    /// is tried again for its own sake.
    /// </summary>
    private bool NeedsSync => _hasUnsynced || _syncFailure is not null;

    /// <summary>How often something was written while a synchronization took more than two seconds.</summary>
    public long DelayedSyncs { get; private set; }

    public void ResetStatistics() => DelayedSyncs = 0;

    /// <summary>
    /// Writes what there is, and synchronizes it or has that done. With <see cref="AppendSync.Always"/> it is safe when
    /// this returns, or this throws.
    /// </summary>
    /// <param name="policy">When to synchronize.</param>
    /// <param name="now">Unix milliseconds.</param>
    /// <param name="isSyncHeldBack">Something else is being written, and has the disk for itself.</param>
    public void Flush(AppendSync policy, long now, bool isSyncHeldBack)
    {
        if (_buffer.Length > 0 && !IsPostponed(policy, now))
            Write(policy, now);
        if (policy == AppendSync.EverySecond && NeedsSync && !isSyncHeldBack && !_isSyncing
            && Math.Abs(now - _lastSync) >= MillisecondsPerSecond)
        {
            BeginSync(now);
        }
    }

    /// <summary>Writes and synchronizes all there is, now.</summary>
    /// <exception cref="IOException">It is not safe.</exception>
    public void Complete()
    {
        Write();
        Sync();
    }

    /// <summary>Closes the file as it is.</summary>
    public void Abandon() => _thread.Post(_file.Dispose);

    private bool IsPostponed(AppendSync policy, long now)
    {
        if (_writeFailure is not null && policy != AppendSync.Always
            && Math.Abs(now - _lastTry) < MillisecondsPerSecond)
        {
            return true;
        }

        if (policy != AppendSync.EverySecond || !_isSyncing)
        {
            _postponedSince = 0;
            return false;
        }

        // Writing to a file that is being synchronized may block until that is done.
        if (_postponedSince == 0)
            _postponedSince = now;
        if (Math.Abs(now - _postponedSince) < LongestPostponement)
            return true;
        _postponedSince = 0;
        DelayedSyncs++;
        return false;
    }

    private void Write(AppendSync policy, long now)
    {
        _lastTry = now;
        try
        {
            Write();
            if (policy == AppendSync.Always)
                Sync();
            _writeFailure = null;
        }
        catch (Exception failure) when (FileFailure.Is(failure) && policy != AppendSync.Always)
        {
            _writeFailure = failure.Message;
        }
    }

    private void Write()
    {
        if (_buffer.Length == 0)
            return;

        // What a failed write left of a command must not stand before the next one.
        if (_file.Length > _wholeLength)
            _file.Truncate(_wholeLength);
        _file.Write(_buffer.Written);
        _wholeLength = _file.Length;
        _hasUnsynced = true;
        _buffer.Clear();
    }

    private void Sync()
    {
        _file.Sync();
        _hasUnsynced = false;
        _syncFailure = null;
    }

    private void BeginSync(long now)
    {
        _lastSync = now;
        _hasUnsynced = false;
        _isSyncing = true;
        _thread.Post(() =>
        {
            try
            {
                _file.Sync();
                _syncFailure = null;
            }
            catch (Exception failure) when (FileFailure.Is(failure))
            {
                _syncFailure = failure.Message;
            }

            _isSyncing = false;
        });
    }
}
