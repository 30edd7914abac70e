using Engine.Server.Commands;
using Engine.Server.Commands.Persistence;
using Engine.Server.Dispatch;
using Engine.Server.Files;
using Engine.Server.Journal;
using Engine.Server.Persistence.Logs;
using Engine.Server.Persistence.Snapshots;
using Engine.Server.Protocol;

namespace Engine.Server.Persistence;

/// <summary>All that an engine does with files: snapshots, the append-only log, and loading at the start and on
/// request.</summary>
internal sealed class PersistenceHost : IPersistence
{
    private readonly EngineState _engine;
    private readonly BackgroundWork _work;
    private readonly SnapshotKeeper _snapshots;
    private readonly LogKeeper _log;
    private readonly Loading _loading;
    private bool _hasEnded;

    /// <param name="engine">Whose data they are.</param>
    /// <param name="journal">What tells of changes.</param>
    /// <param name="dispatcher">Repeats the commands of a log.</param>
    /// <param name="post">Runs an action on the engine thread soon.</param>
    public PersistenceHost(EngineState engine, ChangeJournal journal, Dispatcher dispatcher, Action<Action> post)
    {
        _engine = engine;
        _work = new BackgroundWork(engine.Keyspace, post);
        _snapshots = new SnapshotKeeper(engine, _work);
        _log = new LogKeeper(engine, journal, _work, post);
        _loading = new Loading(engine, dispatcher);
    }

    public bool IsLoading => _engine.Keyspace.IsLoading;

    public string? WriteRefusal =>
        _snapshots.HasFailed && Options.StopWritesOnSaveError && Options.SavePoints.Count > 0
            ? Errors.SnapshotsFail
            : _log.Refusal;

    public long LastSave => _snapshots.LastSave;

    public PersistenceFigures Figures
    {
        get
        {
            var figures = new PersistenceFigures();
            if (_work.Job is { } job)
                (figures.KeysProcessed, figures.KeysTotal) = (job.KeysTaken, job.KeysTotal);
            _snapshots.Describe(figures);
            _log.Describe(figures);
            _loading.Describe(figures);
            return figures;
        }
    }

    /// <summary>Bytes that <see cref="Flush"/> would synchronize, so that all replies wait for it.</summary>
    public long BytesToSync => Options.AppendSync == AppendSync.Always ? _log.UnwrittenBytes : 0;

    private EngineOptions Options => _engine.Options;

    /// <summary>Loads what the last engine left behind.</summary>
    /// <exception cref="InvalidDataException">A file is damaged; the message names it and the offset.</exception>
    public void LoadAtStart()
    {
        if (!Options.HasFiles)
            return;
        if (Options.AppendOnly)
            _log.Start(_loading);
        else
        {
            _log.StartOff();
            if (Options.Files.Exists(Options.SnapshotPath))
                _loading.LoadSnapshot(LoadMode.Snapshot);
        }

        _snapshots.Loaded();
    }

    /// <summary>Goes on with what is under way. Returns whether there is more to do at once.</summary>
    public bool Run()
    {
        if (_hasEnded)
            return false;
        if (_work.IsBusy)
            return _work.Step();
        _log.BeginIfDue();
        if (!_work.IsBusy)
            _snapshots.BeginIfDue();
        return _work.IsBusy;
    }

    /// <summary>Before replies are sent: what they acknowledge is written, and safe if it has to be.</summary>
    /// <exception cref="IOException">It cannot be made safe: the engine must end without sending them.</exception>
    public void Flush() => _log.Flush();

    public SaveOutcome Save()
    {
        if (!Options.HasFiles)
            return SaveOutcome.NoFiles;
        if (_snapshots.IsSaving)
            return SaveOutcome.SaveIsRunning;
        return _snapshots.Save() ? SaveOutcome.Done : SaveOutcome.Failed;
    }

    public SaveOutcome SaveInBackground(bool waits, bool isNested)
    {
        if (!Options.HasFiles)
            return SaveOutcome.NoFiles;
        if (_snapshots.IsSaving)
            return SaveOutcome.SaveIsRunning;
        if (!_work.IsBusy && !isNested)
            return _snapshots.Begin() ? SaveOutcome.Started : SaveOutcome.Failed;
        if (!waits && !isNested)
            return SaveOutcome.RewriteIsRunning;
        _snapshots.Schedule();
        return SaveOutcome.Scheduled;
    }

    public SaveOutcome RewriteInBackground(bool isNested)
    {
        if (!Options.HasFiles)
            return SaveOutcome.NoFiles;
        if (_log.IsRewriting)
            return SaveOutcome.RewriteIsRunning;
        if (!_work.IsBusy && !isNested)
            return _log.BeginRewrite() ? SaveOutcome.Started : SaveOutcome.Failed;
        _log.Schedule();
        return SaveOutcome.Scheduled;
    }

    public string? ReloadLog()
    {
        if (IsLoading)
            return Text(Errors.Loading);
        if (!Options.HasFiles || !_log.IsOn)
            return Text(Errors.CannotReloadLog);
        try
        {
            _log.Reload(_loading);
        }
        catch (Exception failure) when (FileFailure.Is(failure) || failure is InvalidDataException)
        {
            PersistenceLog.LoadFailed(Options.Logger, failure);
            return Text(Errors.CannotReloadLog);
        }

        _snapshots.Loaded();
        return null;
    }

    public bool ApplyOptions()
    {
        if (Options.AppendOnly && !Options.HasFiles)
        {
            Options.AppendOnly = false;
            return false;
        }

        _log.ApplyOptions();
        return true;
    }

    public string? Reload(ReloadOptions options)
    {
        if (!Options.HasFiles)
            return Text(Errors.NoFiles);
        if (IsLoading)
            return Text(Errors.Loading);
        _snapshots.Abandon();
        if (!options.HasFlag(ReloadOptions.NoSave) && !_snapshots.Save())
            return Text(Errors.SaveFailed);
        if (!options.HasFlag(ReloadOptions.NoFlush))
        {
            _engine.Keyspace.FlushAll();
            _engine.Functions.Flush();
        }

        try
        {
            _loading.LoadSnapshot(options.HasFlag(ReloadOptions.Merge) ? LoadMode.Merge : LoadMode.Snapshot);
        }
        catch (Exception failure) when (FileFailure.Is(failure) || failure is InvalidDataException)
        {
            PersistenceLog.LoadFailed(Options.Logger, failure);
            return Text(Errors.CannotReload);
        }

        return null;
    }

    public bool TryEnd(bool? saves)
    {
        if (_hasEnded)
            return true;
        _snapshots.Abandon();
        if (!IsLoading && !TryCompleteLog())
            return false;
        bool isSaved = !Options.HasFiles || IsLoading || !(saves ?? Options.SavePoints.Count > 0) || SaveAtEnd();
        _hasEnded = isSaved;
        return isSaved;
    }

    /// <summary>
    /// The engine has ended. If it failed, what it holds may be half changed, and no snapshot is to tell of it.
    /// </summary>
    public void Abandon()
    {
        _hasEnded = true;
        _snapshots.Abandon();
        _log.End();
    }

    public void Forsake()
    {
        _hasEnded = true;
        _snapshots.Abandon();
        _log.Forsake();
    }

    public void AllFlushing() => _snapshots.AbandonCurrent();

    public void AllFlushed(bool isNested)
    {
        // A FLUSHALL that a log repeats has been followed by more.
        if (!Options.HasFiles || Options.SavePoints.Count == 0 || IsLoading)
            return;
        if (isNested)
            _snapshots.Schedule();
        else
            _snapshots.Save();
    }

    public void ReplaceFile(string path, ReadOnlySpan<byte> contents)
    {
        string whole = Path.GetFullPath(path);
        FileReplacement.Write(Options.Files, whole, whole + ".rewrite", contents);
    }

    public void ResetStatistics()
    {
        _snapshots.ResetStatistics();
        _log.ResetStatistics();
    }

    private static string Text(ReadOnlySpan<byte> sentence) => System.Text.Encoding.Latin1.GetString(sentence);

    private bool TryCompleteLog()
    {
        try
        {
            _log.Complete();
            return true;
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            PersistenceLog.AppendFailed(Options.Logger, failure);
            PersistenceLog.CannotEnd(Options.Logger);
            return false;
        }
    }

    private bool SaveAtEnd()
    {
        PersistenceLog.SavingAtEnd(Options.Logger);
        if (_snapshots.Save())
            return true;
        PersistenceLog.CannotEnd(Options.Logger);
        return false;
    }
}
