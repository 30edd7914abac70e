using Engine.Server.Commands;
using Engine.Server.Commands.Persistence;
using Engine.Server.Files;

namespace Engine.Server.Persistence.Snapshots;

/// <summary>Takes snapshots: when a command asks for one, and when a save point is reached.</summary>
internal sealed class SnapshotKeeper(EngineState engine, BackgroundWork work)
{
    /// <summary>A snapshot that failed is tried again after so many seconds, however soon its save point
    /// says.</summary>
    private const long SecondsBeforeRetry = 5;

    private readonly SnapshotSource _source = new(engine);
    private long _savedChanges;
    private long _lastTry;
    private long _lastDuration = -1;
    private long _saves;
    private bool _isScheduled;
    private SnapshotJob? _job;

    /// <summary>Unix seconds.</summary>
    public long LastSave { get; private set; } = engine.Control.StartedAt / 1000;

    public bool HasFailed { get; private set; }

    public bool IsSaving => _job is not null;

    private EngineOptions Options => engine.Options;

    private long Seconds => engine.Clock.Now / 1000;

    private string TemporaryPath =>
        Path.Combine(Options.WorkingDirectory, $"temp-{Environment.ProcessId}-{engine.Control.RunId[..8]}.rdb");

    /// <summary>Saves while everything else waits. Returns false when it fails; the log says why.</summary>
    public bool Save()
    {
        string path = Options.SnapshotPath;
        SnapshotFile? file = null;
        try
        {
            file = new SnapshotFile(Options.Files, TemporaryPath, path, Options.RdbIncrementalSync);
            _source.WriteAll(_source.Format(file), isBaseOfLog: false);
            file.Complete(_source.Checksum);
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            file?.Abandon();
            HasFailed = true;
            PersistenceLog.SaveFailed(Options.Logger, path, failure);
            return false;
        }

        Saved(engine.Keyspace.Changes);
        PersistenceLog.Saved(Options.Logger);
        return true;
    }

    /// <summary>Begins to save beside the work. Returns false when not even the file can be made.</summary>
    public bool Begin()
    {
        _lastTry = Seconds;
        string path = Options.SnapshotPath;
        try
        {
            var file = new SnapshotFile(Options.Files, TemporaryPath, path, Options.RdbIncrementalSync);
            _job = work.Begin(file, _source.Head(isBaseOfLog: false), _source.Format, _source.Checksum, Ended);
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            HasFailed = true;
            PersistenceLog.SaveFailed(Options.Logger, path, failure);
            return false;
        }

        PersistenceLog.BackgroundSaveStarted(Options.Logger);
        return true;
    }

    /// <summary>Begins to save as soon as nothing else is being written.</summary>
    public void Schedule() => _isScheduled = true;

    /// <summary>Begins to save if it is time to. Nothing else is being written.</summary>
    public void BeginIfDue()
    {
        bool mayTry = !HasFailed || Seconds - _lastTry > SecondsBeforeRetry;
        if (!Options.HasFiles || !mayTry)
            return;
        if (_isScheduled)
        {
            _isScheduled = !Begin();
            return;
        }

        long changes = engine.Keyspace.Changes - _savedChanges;
        foreach (SavePoint point in Options.SavePoints)
        {
            if (changes < point.Changes || Seconds - LastSave <= point.Seconds)
                continue;
            PersistenceLog.SavePointReached(Options.Logger, point.Changes, point.Seconds);
            Begin();
            return;
        }
    }

    /// <summary>Ends a snapshot that is not wanted any more, and one is not to follow it.</summary>
    public void Abandon()
    {
        AbandonCurrent();
        _isScheduled = false;
    }

    /// <summary>Ends a snapshot that is not wanted any more. One that is scheduled is taken nevertheless.</summary>
    public void AbandonCurrent()
    {
        if (_job is { } job)
            work.Abandon(job);
        _job = null;
    }

    /// <summary>What the data are now is what the files say.</summary>
    public void Loaded() => _savedChanges = engine.Keyspace.Changes;

    public void ResetStatistics() => _saves = 0;

    public void Describe(PersistenceFigures figures)
    {
        figures.ChangesSinceSave = engine.Keyspace.Changes - _savedChanges;
        figures.IsSaving = IsSaving;
        figures.HasSaveFailed = HasFailed;
        figures.LastSaveSeconds = _lastDuration;
        figures.CurrentSaveSeconds = _job is { } job ? (engine.Clock.Now - job.StartedAt) / 1000 : -1;
        figures.Saves = _saves;
    }

    private void Ended(SnapshotJob job, Exception? failure)
    {
        _job = null;
        _lastDuration = (engine.Clock.Now - job.StartedAt) / 1000;
        if (failure is null)
        {
            Saved(job.StartChanges);
            PersistenceLog.BackgroundSaveSucceeded(Options.Logger);
            return;
        }

        HasFailed = true;
        PersistenceLog.SaveFailed(Options.Logger, Options.SnapshotPath, failure);
    }

    private void Saved(long changes)
    {
        _savedChanges = changes;
        _saves++;
        LastSave = Seconds;
        HasFailed = false;
    }
}
