using Engine.Server.Commands;
using Engine.Server.Files;
using Engine.Server.Journal;
using Engine.Server.Keyspace;
using Engine.Server.Persistence.Snapshots;
using Engine.Server.Protocol;

namespace Engine.Server.Persistence.Logs;

/// <summary>
/// Keeps the append-only log: what the journal tells goes to the last increment. Writing the log anew stands in the
/// other part of this class.
/// </summary>
internal sealed partial class LogKeeper : IJournalReader
{
    private readonly EngineState _engine;
    private readonly ChangeJournal _journal;
    private readonly BackgroundWork _work;
    private readonly Action<Action> _post;
    private readonly SnapshotSource _source;
    private readonly LogDirectory _directory;
    private readonly BackgroundThread _thread = new();
    private LogManifest _manifest = LogManifest.Empty;
    private LogAppender? _appender;

    /// <param name="engine">Whose changes they are.</param>
    /// <param name="journal">What tells of changes.</param>
    /// <param name="work">Takes the snapshots that become bases.</param>
    /// <param name="post">Runs an action on the engine thread soon.</param>
    public LogKeeper(EngineState engine, ChangeJournal journal, BackgroundWork work, Action<Action> post)
    {
        _engine = engine;
        _journal = journal;
        _work = work;
        _post = post;
        _source = new SnapshotSource(engine);
        _directory = new LogDirectory(engine.Options);
    }

    /// <summary>Changes are being appended.</summary>
    public bool IsOn { get; private set; }

    /// <summary>
    /// It was turned on while the engine was running: changes are appended to a temporary file until a base is there.
    /// </summary>
    public bool IsWaitingForBase { get; private set; }

    /// <summary>Why clients may not write, or null.</summary>
    public string? Refusal => IsOn && _appender?.Failure is { } reason ? Errors.AppendingFails(reason) : null;

    /// <summary>Bytes that wait for <see cref="Flush"/>.</summary>
    public long UnwrittenBytes => _appender?.Buffer.Length ?? 0;

    private EngineOptions Options => _engine.Options;

    private long Now => _engine.Clock.Now;

    /// <summary>Loads the log and goes on with it.</summary>
    /// <exception cref="InvalidDataException">A file of it is damaged.</exception>
    public void Start(Loading loading)
    {
        if (_directory.Load(adoptsOldLog: true) is { } manifest)
        {
            _manifest = manifest;
            loading.LoadLog(_directory, manifest);
        }

        _directory.Create();
        _directory.DeleteTemporaries();

        // A log of increments alone needs no base: one that is made now would have what they repeat.
        if (!_manifest.Parts.Any())
            WriteFirstBase();
        IWritableFile file = OpenIncrement();
        _logBytesBefore = _manifest.Parts.SkipLast(1).Sum(LengthOf);
        _directory.Save(_manifest);
        TurnOn(file);
        DeleteHistory();

        // As in Redis: how long the log was after the last rewrite is written nowhere.
        _baseBytes = _manifest.Base is null ? 0 : LengthOf(_manifest.Base);
    }

    /// <summary>The log is off; should it be turned on later, its names must not be those of the last one.</summary>
    public void StartOff() => _manifest = _directory.Load(adoptsOldLog: false) ?? LogManifest.Empty;

    /// <summary>Loads the log in the place of the data.</summary>
    public void Reload(Loading loading)
    {
        _appender?.Complete();
        _engine.Keyspace.FlushAll();
        _engine.Functions.Flush();
        loading.LoadLog(_directory, _manifest);
    }

    public void Committed(EffectBatch batch)
    {
        if (batch.Count == 1)
        {
            Append(batch[0], isFirstOfSeveral: false);
            return;
        }

        int effects = 0;
        for (int i = 0; i < batch.Count; i++)
            effects += IsForLog(batch[i]) ? 1 : 0;
        bool isTransaction = effects > 1;
        bool isFirst = isTransaction;
        for (int i = 0; i < batch.Count; i++)
        {
            if (Append(batch[i], isFirst))
                isFirst = false;
        }

        if (isTransaction)
            AddAlone(_appender!.Buffer, "EXEC"u8);
    }

    /// <summary>
    /// Before replies are sent: what they acknowledge is written, and with appendfsync always it is safe.
    /// </summary>
    /// <exception cref="IOException">It cannot be made safe, and nobody may be told that it is.</exception>
    public void Flush()
    {
        if (_appender is not { } appender)
            return;
        AppendSync policy = IsWaitingForBase ? AppendSync.EverySecond : Options.AppendSync;
        appender.Flush(policy, Now, Options.NoAppendSyncDuringRewrite && _work.IsBusy);
    }

    /// <summary>Turns the log on or off as the options say.</summary>
    public void ApplyOptions()
    {
        if (Options.AppendOnly && !IsOn)
        {
            IsOn = true;
            _directory.Hold();
            IsWaitingForBase = true;
            _isRewriteScheduled = true;
        }
        else if (!Options.AppendOnly && IsOn)
        {
            TurnOff();
        }
    }

    /// <summary>Makes everything safe: the engine ends. Throws when it cannot be done.</summary>
    public void Complete()
    {
        AbandonRewrite();
        if (!IsWaitingForBase)
            _appender?.Complete();
    }

    /// <summary>What changes from now on, or was changed by the running unit of work, is no part of the log.</summary>
    public void Forsake()
    {
        AbandonRewrite();
        _journal.Unsubscribe(this);
    }

    /// <summary>Nothing is written any more, but what was committed and not acknowledged yet, if that can be.</summary>
    public void End()
    {
        AbandonRewrite();
        _journal.Unsubscribe(this);
        TryComplete();
        _appender?.Abandon();
        _appender = null;
        _thread.End();
    }

    /// <summary>
    /// Goes on with the last increment, or begins the first: whatever a crash left under its name is not part of the
    /// log.
    /// </summary>
    private IWritableFile OpenIncrement()
    {
        if (_manifest.Increments.Count > 0)
            return Options.Files.Append(_directory.Path(_manifest.Increments[^1].Name));
        LogFile increment = _directory.NewIncrement(_manifest);
        IWritableFile file = Options.Files.Create(_directory.Path(increment.Name));
        _manifest = _manifest.Adding(increment);
        return file;
    }

    private bool Append(in Effect effect, bool isFirstOfSeveral)
    {
        if (!IsForLog(effect))
            return false;
        CommandBuffer buffer = _appender!.Buffer;
        if (effect.Database != _appender.Database)
            buffer.Select(_appender.Database = effect.Database);
        if (isFirstOfSeveral)
            AddAlone(buffer, "MULTI"u8);
        Request request = effect.Request;
        buffer.Begin(request.Count);
        for (int i = 0; i < request.Count; i++)
            buffer.Add(request[i]);
        return true;
    }

    private static bool IsForLog(in Effect effect) => effect.Targets.HasFlag(EffectTargets.AppendOnlyFile);

    private static void AddAlone(CommandBuffer buffer, ReadOnlySpan<byte> command)
    {
        buffer.Begin(1);
        buffer.Add(command);
    }

    private void TurnOn(IWritableFile file)
    {
        IsOn = true;
        _directory.Hold();
        _appender = new LogAppender(file, _thread, Now);
        _journal.Subscribe(this);
    }

    private void TurnOff()
    {
        AbandonRewrite();
        IsOn = false;
        _directory.Release();
        _isRewriteScheduled = false;
        if (_appender is not null)
        {
            _journal.Unsubscribe(this);
            TryComplete();
            _appender.Abandon();
        }

        IsWaitingForBase = false;
        _appender = null;
    }

    private void TryComplete()
    {
        try
        {
            _appender?.Complete();
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            PersistenceLog.AppendFailed(Options.Logger, failure);
        }
    }
}
