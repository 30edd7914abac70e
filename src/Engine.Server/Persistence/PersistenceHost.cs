using Engine.Server.Commands;
using Engine.Server.Commands.Persistence;
using Engine.Server.Persistence.Files;
using Engine.Server.Persistence.Snapshots;
using Engine.Server.Protocol;

namespace Engine.Server.Persistence;

/// <summary>All that an engine does with files: snapshots, and loading at the start and on request.</summary>
internal sealed class PersistenceHost : IPersistence
{
    private readonly EngineState _engine;
    private readonly BackgroundWork _work;
    private readonly SnapshotKeeper _snapshots;
    private readonly Loading _loading;
    private bool _hasEnded;

    /// <param name="engine">Whose data they are.</param>
    /// <param name="post">Runs an action on the engine thread soon.</param>
    public PersistenceHost(EngineState engine, Action<Action> post)
    {
        _engine = engine;
        _work = new BackgroundWork(engine.Keyspace, post);
        _snapshots = new SnapshotKeeper(engine, _work);
        _loading = new Loading(engine);
    }

    public bool IsLoading => _engine.Keyspace.IsLoading;

    public string? WriteRefusal =>
        _snapshots.HasFailed && Options.StopWritesOnSaveError && Options.SavePoints.Count > 0
            ? Errors.SnapshotsFail
            : null;

    public long LastSave => _snapshots.LastSave;

    public PersistenceFigures Figures
    {
        get
        {
            var figures = new PersistenceFigures();
            if (_work.Job is { } job)
                (figures.KeysProcessed, figures.KeysTotal) = (job.KeysTaken, job.KeysTotal);
            _snapshots.Describe(figures);
            _loading.Describe(figures);
            return figures;
        }
    }

    private EngineOptions Options => _engine.Options;

    /// <summary>Loads what the last engine left behind.</summary>
    /// <exception cref="InvalidDataException">A file is damaged; the message names it and the offset.</exception>
    public void LoadAtStart()
    {
        if (!Options.HasFiles)
            return;
        if (Options.Files.Exists(Options.SnapshotPath))
            _loading.LoadSnapshot(LoadMode.Snapshot);
        _snapshots.Loaded();
    }

    /// <summary>Goes on with what is under way. Returns whether there is more to do at once.</summary>
    public bool Run()
    {
        if (_hasEnded)
            return false;
        if (_work.IsBusy)
            return _work.Step();
        _snapshots.BeginIfDue();
        return _work.IsBusy;
    }

    public SaveOutcome Save()
    {
        if (!Options.HasFiles)
            return SaveOutcome.NoFiles;
        if (_snapshots.IsSaving)
            return SaveOutcome.SaveIsRunning;
        return _snapshots.Save() ? SaveOutcome.Done : SaveOutcome.Failed;
    }

    public SaveOutcome SaveInBackground(bool waits)
    {
        if (!Options.HasFiles)
            return SaveOutcome.NoFiles;
        if (_snapshots.IsSaving)
            return SaveOutcome.SaveIsRunning;
        if (!_work.IsBusy)
            return _snapshots.Begin() ? SaveOutcome.Started : SaveOutcome.Failed;
        if (!waits)
            return SaveOutcome.RewriteIsRunning;
        _snapshots.Schedule();
        return SaveOutcome.Scheduled;
    }

    public string? Reload(ReloadOptions options)
    {
        if (!Options.HasFiles)
            return Text(Errors.NoFiles);
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
        bool isSaved = !Options.HasFiles || IsLoading || !(saves ?? Options.SavePoints.Count > 0) || SaveAtEnd();
        _hasEnded = isSaved;
        return isSaved;
    }

    /// <summary>The engine failed: what it holds may be half changed, and no file is to tell of it.</summary>
    public void Abandon()
    {
        _hasEnded = true;
        _snapshots.Abandon();
    }

    public void AllFlushed()
    {
        if (Options.HasFiles && Options.SavePoints.Count > 0)
            _snapshots.Save();
    }

    private static string Text(ReadOnlySpan<byte> sentence) => System.Text.Encoding.Latin1.GetString(sentence);

    private bool SaveAtEnd()
    {
        PersistenceLog.SavingAtEnd(Options.Logger);
        if (_snapshots.Save())
            return true;
        PersistenceLog.CannotEnd(Options.Logger);
        return false;
    }
}
