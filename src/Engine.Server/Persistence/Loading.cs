using Engine.Server.Commands;
using Engine.Server.Commands.Persistence;
using Engine.Server.Dispatch;
using Engine.Server.Files;
using Engine.Server.Keyspace;
using Engine.Server.Persistence.Logs;
using Engine.Server.Persistence.Snapshots;
using Engine.Server.Protocol;
using Engine.Server.Sessions;

namespace Engine.Server.Persistence;

/// <summary>Loads files, and answers clients on the way: most of them that they have to wait.</summary>
internal sealed class Loading(EngineState engine, Dispatcher dispatcher)
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
            LoadSnapshot(new FileWindow(source), path, progress, mode);
            PersistenceLog.Loaded(Options.Logger, path, progress.LoadedKeys, progress.ExpiredKeys);
        });
    }

    /// <summary>Loads all files of a log.</summary>
    /// <exception cref="InvalidDataException">One of them is missing or damaged.</exception>
    public void LoadLog(LogDirectory directory, LogManifest manifest)
    {
        LogFile[] parts = [.. manifest.Parts];
        foreach (LogFile part in parts)
        {
            if (!Options.Files.Exists(directory.Path(part.Name)))
                throw DamagedFile.At(directory.ManifestPath, 0, $"the file '{part.Name}' that it names is missing");
        }

        Run(parts.Sum(part => LengthOf(directory.Path(part.Name))), progress =>
        {
            foreach (LogFile part in parts)
                LoadPart(directory.Path(part.Name), part, part == parts[^1], progress);
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

    private void LoadPart(string path, LogFile part, bool isLast, LoadProgress progress)
    {
        long length;
        long whole;
        using (Stream source = Options.Files.OpenRead(path))
        {
            var window = new FileWindow(source);
            window.TryExtend(1);
            if (part.Kind == LogFileKind.Base && window.Unread.StartsWith("REDIS"u8))
                LoadSnapshot(window, path, progress, LoadMode.BaseOfLog);
            var session = new Session(0, new InternalClient(), new ChunkPool(), engine.Clock.Now)
            {
                ReplyMode = ReplyMode.Off,
            };
            whole = new LogLoader(window, path, dispatcher, session).Load(progress);
            length = source.Length;
        }

        PersistenceLog.Loaded(Options.Logger, path, progress.LoadedKeys, progress.ExpiredKeys);
        if (whole == length)
            return;
        if (!isLast)
            throw DamagedFile.At(path, whole, "the file ends within a command, and others follow it");
        if (!Options.LoadTruncatedAppendFile)
        {
            const string Reason = "the file ends within a command. With aof-load-truncated yes its end is cut off; "
                + "redis-check-aof --fix does the same";
            throw DamagedFile.At(path, whole, Reason);
        }

        PersistenceLog.Truncated(Options.Logger, path, whole, length - whole);
        using IWritableFile file = Options.Files.Append(path);
        file.Truncate(whole);
        file.Sync();
    }

    private void LoadSnapshot(FileWindow window, string path, LoadProgress progress, LoadMode mode)
    {
        var loader = new SnapshotLoader(window, path, engine.Keyspace, engine.Functions, progress, mode);
        IKeyEventSink? events = engine.Keyspace.Events;
        engine.Keyspace.Events = null; // A key that is loaded is none that is new.
        try
        {
            loader.Load(Options.RdbChecksum);
        }
        finally
        {
            engine.Keyspace.Events = events;
        }
    }

    private long LengthOf(string path)
    {
        using Stream stream = Options.Files.OpenRead(path);
        return stream.Length;
    }

    private void Run(long totalBytes, Action<LoadProgress> load)
    {
        _startedAt = engine.Clock.Now;
        _totalBytes = totalBytes;
        _progress = new LoadProgress(ServeOthers);
        engine.Keyspace.IsLoading = true;

        // What is repeated has its place in the files.
        engine.Keyspace.Effects.Targets = EffectTargets.None;
        try
        {
            load(_progress);
        }
        finally
        {
            engine.Keyspace.Effects.Targets = EffectTargets.All;
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
