using Engine.Server.Commands;
using Engine.Server.Commands.Persistence;
using Engine.Server.Persistence.Snapshots;

namespace Engine.Server.Persistence;

/// <summary>Loads files, and answers clients on the way: most of them that they have to wait.</summary>
internal sealed class Loading(EngineState engine)
{
    private LoadProgress? _progress;
    private long _startedAt;
    private long _totalBytes;

    private EngineOptions Options => engine.Options;

    /// <summary>Loads the snapshot.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public void LoadSnapshot(LoadMode mode)
    {
        string path = Options.SnapshotPath;
        using Stream source = Options.Files.OpenRead(path);
        Run(source.Length, progress =>
        {
            var loader = new SnapshotLoader(source, path, engine.Keyspace, engine.Functions, progress, mode);
            loader.Load(Options.RdbChecksum);
            PersistenceLog.Loaded(Options.Logger, path, progress.LoadedKeys, progress.ExpiredKeys);
        });
    }

    public void Describe(PersistenceFigures figures)
    {
        if (_progress is null)
            return;
        figures.KeysLoaded = _progress.LoadedKeys;
        figures.KeysExpiredAtLoad = _progress.ExpiredKeys;
        figures.LoadStartedAt = _startedAt / 1000;
        figures.LoadTotalBytes = _totalBytes;
        figures.LoadedBytes = _progress.LoadedBytes;
        long elapsed = (engine.Clock.Now - _startedAt) / 1000;
        long loaded = Math.Max(_progress.LoadedBytes, 1);
        figures.LoadEtaSeconds = elapsed == 0 ? 1 : elapsed * (_totalBytes - loaded) / loaded;
    }

    private void Run(long totalBytes, Action<LoadProgress> load)
    {
        _startedAt = engine.Clock.Now;
        _totalBytes = totalBytes;
        _progress = new LoadProgress(ServeOthers);
        engine.Keyspace.IsLoading = true;
        try
        {
            load(_progress);
        }
        finally
        {
            engine.Keyspace.IsLoading = false;
        }
    }

    private void ServeOthers()
    {
        engine.Clock.Refresh();
        engine.Keyspace.TimeMoved();
        engine.Control.ServeOthers();
        if (engine.Control.IsEnding)
            throw new OperationCanceledException("The engine was told to end while it was loading.");
    }
}
