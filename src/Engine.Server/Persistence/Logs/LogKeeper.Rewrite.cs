using Engine.Server.Commands.Persistence;
using Engine.Server.Files;
using Engine.Server.Persistence.Snapshots;

namespace Engine.Server.Persistence.Logs;

/// <content>
/// Writing the log anew: a snapshot becomes the base, changes go to a new increment meanwhile, and the manifest that
/// names both takes the place of the old one in one step.
/// </content>
internal sealed partial class LogKeeper
{
    /// <summary>After so many failures in a row rewrites that nobody asked for are delayed, from a minute on.</summary>
    private const int FailuresBeforeDelay = 3;

    private const int LongestDelayMinutes = 60;
    private const long MillisecondsPerMinute = 60_000;

    private SnapshotJob? _job;
    private LogFile? _newBase;
    private bool _isRewriteScheduled;
    private bool _hasRewriteFailed;
    private long _lastRewriteSeconds = -1;
    private long _rewrites;
    private int _failuresInARow;
    private long _lastFailure;
    private long _baseBytes;
    private long _logBytesBefore;

    public bool IsRewriting => _job is not null;

    public void ResetStatistics()
    {
        _rewrites = 0;
        _appender?.ResetStatistics();
    }

    private string WaitingPath => _directory.Temporary($"{Options.AppendFile}.incr");

    /// <summary>Begins a rewrite as soon as nothing else is being written.</summary>
    public void Schedule() => _isRewriteScheduled = true;

    /// <summary>Begins a rewrite if it is time to. Nothing else is being written.</summary>
    public void BeginIfDue()
    {
        if ((_isRewriteScheduled || HasGrown()) && !IsDelayed())
            BeginRewrite();
    }

    /// <summary>Begins a rewrite. Returns false when the files for it cannot be made; the log says why.</summary>
    public bool BeginRewrite()
    {
        _isRewriteScheduled = false;
        try
        {
            _directory.Create();
            BeginIncrement();
            _newBase = _directory.NewBase(_manifest);
            var file = new SnapshotFile(
                Options.Files,
                _directory.Temporary(_newBase.Name),
                _directory.Path(_newBase.Name),
                Options.RewriteIncrementalSync);
            _job = _work.Begin(file, _source.Head(isBaseOfLog: true), Format(), BaseChecksum(), Ended);
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            Failed(failure);
            return false;
        }

        PersistenceLog.RewriteStarted(Options.Logger);
        return true;
    }

    public void Describe(PersistenceFigures figures)
    {
        figures.IsAppending = IsOn;
        figures.IsRewriting = IsRewriting;
        figures.IsRewriteScheduled = _isRewriteScheduled;
        figures.HasRewriteFailed = _hasRewriteFailed;
        figures.LastRewriteSeconds = _lastRewriteSeconds;
        figures.CurrentRewriteSeconds = _job is { } job ? (Now - job.StartedAt) / 1000 : -1;
        figures.Rewrites = _rewrites;
        figures.RewritesFailedInARow = _failuresInARow;
        figures.BaseBytes = _baseBytes;
        figures.LogBytes = LogBytes;
        if (_appender is not { } appender)
            return;
        figures.HasAppendFailed = appender.Failure is not null;
        figures.UnwrittenBytes = appender.Buffer.Length;
        figures.IsSyncing = appender.IsSyncing;
        figures.DelayedSyncs = appender.DelayedSyncs;
    }

    private long LogBytes => _logBytesBefore + (_appender?.Length ?? 0);

    private Func<ISnapshotOutput, ISnapshotFormat> Format() => Options.AppendFileHasSnapshot
        ? _source.Format
        : output => new CommandFormat(output, Options);

    private SnapshotChecksum BaseChecksum() =>
        Options.AppendFileHasSnapshot ? _source.Checksum : SnapshotChecksum.Absent;

    private bool HasGrown()
    {
        if (!IsOn || IsWaitingForBase || Options.RewritePercentage == 0 || LogBytes <= Options.RewriteMinimumBytes)
            return false;
        long growth = LogBytes * 100 / Math.Max(_baseBytes, 1) - 100;
        return growth >= Options.RewritePercentage;
    }

    private bool IsDelayed()
    {
        if (_failuresInARow < FailuresBeforeDelay)
            return _failuresInARow > 0 && Math.Abs(Now - _lastFailure) < 1000;
        long minutes = Math.Min(1L << Math.Min(_failuresInARow - FailuresBeforeDelay, 6), LongestDelayMinutes);
        return Math.Abs(Now - _lastFailure) < minutes * MillisecondsPerMinute;
    }

    /// <summary>Changes from here on go to a new file, which is to follow the new base.</summary>
    private void BeginIncrement()
    {
        if (!IsOn)
            return;
        if (IsWaitingForBase)
        {
            IWritableFile waiting = Options.Files.Create(WaitingPath);
            _appender?.Abandon();
            if (_appender is null)
                _journal.Subscribe(this);
            _appender = new LogAppender(waiting, _thread, Now);
            return;
        }

        LogFile increment = _directory.NewIncrement(_manifest);
        IWritableFile file = Options.Files.Create(_directory.Path(increment.Name));
        LogManifest manifest = _manifest.Adding(increment);
        _appender!.Complete();
        _directory.Save(manifest);
        _manifest = manifest;
        _logBytesBefore += _appender.Length;
        _appender.Abandon();
        _appender = new LogAppender(file, _thread, Now);
    }

    private void Ended(SnapshotJob job, Exception? failure)
    {
        _job = null;
        _lastRewriteSeconds = (Now - job.StartedAt) / 1000;
        if (failure is not null)
        {
            Failed(failure);
            return;
        }

        try
        {
            Adopt();
        }
        catch (Exception exception) when (FileFailure.Is(exception))
        {
            Failed(exception);
            return;
        }

        _hasRewriteFailed = false;
        _failuresInARow = 0;
        _rewrites++;
        PersistenceLog.RewriteSucceeded(Options.Logger);
        DeleteHistory();
    }

    /// <summary>The new base is safe: makes it part of the log.</summary>
    private void Adopt()
    {
        LogManifest manifest = _manifest.Rebased(_newBase!, kept: IsOn && !IsWaitingForBase ? 1 : 0);
        if (IsOn && IsWaitingForBase)
        {
            LogFile increment = _directory.NewIncrement(_manifest);
            _appender!.Complete();
            Options.Files.Move(WaitingPath, _directory.Path(increment.Name));
            manifest = manifest.Adding(increment);
        }

        _directory.Save(manifest);
        _manifest = manifest;
        IsWaitingForBase = false;
        _logBytesBefore = LengthOf(manifest.Base!);
        _baseBytes = LogBytes;
    }

    private long LengthOf(LogFile file)
    {
        using Stream stream = Options.Files.OpenRead(_directory.Path(file.Name));
        return stream.Length;
    }

    private void Failed(Exception failure)
    {
        _hasRewriteFailed = true;
        _failuresInARow++;
        _lastFailure = Now;
        PersistenceLog.RewriteFailed(Options.Logger, failure);

        // A log that was turned on is of no use until it has a base.
        _isRewriteScheduled = IsWaitingForBase;
    }

    private void AbandonRewrite()
    {
        if (_job is not { } job)
            return;
        _work.Abandon(job);
        _job = null;

        // If the engine goes on nevertheless, a log that was turned on still needs its base.
        _isRewriteScheduled = IsWaitingForBase;
    }

    /// <summary>
    /// Deletes files that the manifest no longer needs, on the other thread. What cannot be deleted stays in it, and is
    /// tried again after the next rewrite or start.
    /// </summary>
    private void DeleteHistory()
    {
        if (_manifest.History.Count == 0)
            return;
        (LogFile File, string Path)[] history =
            [.. _manifest.History.Select(file => (file, _directory.Path(file.Name)))];
        string manifestPath = _directory.ManifestPath;
        _thread.Post(() =>
        {
            LogFile[] deleted = [.. history.Where(old => TryDelete(old.Path)).Select(old => old.File)];
            _post(() => ForgetHistory(deleted, manifestPath));
        });
    }

    private bool TryDelete(string path)
    {
        try
        {
            Options.Files.Delete(path);
            return true;
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            PersistenceLog.CannotDelete(Options.Logger, path, failure);
            return false;
        }
    }

    /// <param name="deleted">What the manifest need not name any more.</param>
    /// <param name="manifestPath">Where it is, unless the log has moved on to another directory.</param>
    private void ForgetHistory(LogFile[] deleted, string manifestPath)
    {
        _manifest = _manifest.WithoutHistory(deleted);
        if (deleted.Length == 0 || _directory.ManifestPath != manifestPath)
            return;
        try
        {
            _directory.Save(_manifest);
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            PersistenceLog.CannotForgetHistory(Options.Logger, manifestPath, failure);
        }
    }

    /// <summary>A log that begins has a base, too, as in Redis.</summary>
    private void WriteFirstBase()
    {
        LogFile first = _directory.NewBase(_manifest);
        var file = new SnapshotFile(
            Options.Files,
            _directory.Temporary(first.Name),
            _directory.Path(first.Name),
            Options.RewriteIncrementalSync);
        try
        {
            _source.WriteAll(Format()(file), isBaseOfLog: true);
            file.Complete(BaseChecksum());
        }
        catch
        {
            file.Abandon();
            throw;
        }

        _manifest = _manifest.WithBase(first);
    }
}
