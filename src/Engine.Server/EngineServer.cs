using System.Reflection;
using System.Security.Cryptography;
using Engine.Server.Access;
using Engine.Server.Commands;
using Engine.Server.Commands.Acl;
using Engine.Server.Configuration;
using Engine.Server.Dispatch;
using Engine.Server.Journal;
using Engine.Server.Keyspace;
using Engine.Server.Network;
using Engine.Server.Persistence;
using Engine.Server.Scripting;
using Engine.Server.Sessions;
using Engine.Server.Sessions.Tracking;

namespace Engine.Server;

/// <summary>
/// A running Redis-compatible server in this process. Each has a thread, data and clients of its own; several run
/// beside each other.
/// Disposing it closes its clients and forgets its data.
/// </summary>
public sealed class EngineServer : IAsyncDisposable, IEngineControl, IVirtualClockUser
{
    /// <summary>Scripts nest 200 levels of calls and thousands of tables.</summary>
    private const int ThreadStackBytes = 16 * 1024 * 1024;

    private readonly EngineOptions _options;
    private readonly EngineClock _clock;
    private readonly EventLoop _loop;
    private readonly ChangeJournal _journal = new();
    private readonly EngineState _state;
    private readonly MemoryLimit _memory;
    private readonly ConnectionHost _host;
    private readonly Housekeeping _housekeeping;
    private readonly PersistenceHost _persistence;
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Listeners _listeners;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer? _timer;
    private volatile bool _isPaused;
    private volatile bool _isEnding;

    private EngineServer(EngineOptions options)
    {
        _options = options.Copy();

        // These may refuse the options, so they come before what would have to be given back.
        UserRegistry users = ConfiguredUsers.Create(_options);
        var names = new CommandNames(_options.RenamedCommands);
        _clock = new EngineClock(_options.TimeProvider);
        _loop = new EventLoop(Pollers.Create(_options.Network))
        {
            TurnStarted = StartTurn,
            BeforeReplies = MakeSafe,
            BeforeNestedReplies = () => _persistence!.Flush(),
            RegularWork = RunRegularWork,
        };
        var keyspace = new Keyspace.Keyspace(
            _options.Databases, _clock, _journal, new Random(), _options);
        var clients = new ClientRegistry();
        _state = new EngineState
        {
            Options = _options,
            Clock = _clock,
            Keyspace = keyspace,
            Clients = clients,
            PubSub = new PubSubRegistry(),
            Tracking = new TrackingRegistry(clients, keyspace),
            Users = users,
            Names = names,
            Pause = new ClientPause(keyspace),
            Control = this,
        };
        keyspace.Events = new KeyEventPublisher(_state.PubSub);
        keyspace.Latency = _state;
        _memory = new MemoryLimit(_state, _journal.Commit);
        var dispatcher = new Dispatcher(_state, _journal, _memory) { Gate = _options.Gate };
        _state.Runner = dispatcher;
        var scripts = new ScriptRunner(_state);
        _state.Scripts = new ScriptHost(scripts);
        _state.Functions = new FunctionHost(scripts);
        StartedAt = _clock.Now;
        _persistence = new PersistenceHost(_state, _journal, dispatcher, action => _loop.Post(action));
        _state.Persistence = _persistence;
        _host = new ConnectionHost(_state, dispatcher, _loop);
        _housekeeping = new Housekeeping(_state, _host.Limits, _memory, _journal.Commit);
        _listeners = new Listeners(_loop, _host, _options);
        _listeners.Open();
        bool isVirtual = _options.TimeProvider is IVirtualClock clock && clock.TryAttach(this);
        if (!isVirtual && !ReferenceEquals(_options.TimeProvider, TimeProvider.System))
            _timer = _options.TimeProvider.CreateTimer(_ => _loop.Post(() => { }), null, TimerPeriod, TimerPeriod);
    }

    /// <summary>The version of Redis whose commands, replies and errors the engine has.</summary>
    public static string RedisVersion => "7.0.15";

    /// <summary>The engine's own version.</summary>
    public static string Version { get; } =
        typeof(EngineServer)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>The TCP port it listens on; 0 when it listens on none.</summary>
    public int Port => _listeners.Port;

    /// <summary>The TCP port it listens on for TLS; 0 when it listens on none.</summary>
    public int TlsPort => _listeners.TlsPort;

    /// <summary>
    /// Completes when the engine has ended: disposed, told to SHUTDOWN, or failed, and then with the failure.
    /// </summary>
    public Task Completion => _completion.Task;

    /// <inheritdoc/>
    string IEngineControl.RedisVersion => RedisVersion;

    /// <inheritdoc/>
    string IEngineControl.EngineVersion => Version;

    /// <inheritdoc/>
    string IEngineControl.RunId { get; } = RandomNumberGenerator.GetHexString(40, lowercase: true);

    /// <inheritdoc/>
    long IEngineControl.StartedAt => StartedAt;

    /// <inheritdoc/>
    string IEngineControl.MultiplexingApi => _loop.Poller.Name;

    /// <inheritdoc/>
    bool IEngineControl.IsEnding => _isEnding;

    internal EngineState State => _state;

    internal ChangeJournal Journal => _journal;

    internal ConnectionHost Host => _host;

    private long StartedAt { get; }

    private TimeSpan TimerPeriod => TimeSpan.FromMilliseconds(1000.0 / _options.Hertz);

    /// <summary>
    /// Starts an engine. When the task completes it listens, and has loaded its files, if it has any.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// An option is out of range; the message names it, its value and the bound.
    /// </exception>
    /// <exception cref="IOException">
    /// An address to listen on is taken or does not exist, or a file cannot be read.
    /// </exception>
    /// <exception cref="InvalidDataException">
    /// A file to load is damaged; the message names it, the offset and the reason. Nothing of it is served. Or an ACL
    /// file is missing or wrong; the message names the lines.
    /// </exception>
    public static async Task<EngineServer> StartAsync(EngineOptions? options = null)
    {
        options ??= new EngineOptions();
        ConfigTable.Validate(options);
        if (options.AppendOnly && !options.HasFiles)
        {
            throw new ArgumentException(
                "AppendOnly is true and WorkingDirectory is empty: there is no place for the files. Name a directory.",
                nameof(options));
        }

        var server = new EngineServer(options);
        var thread = new Thread(server.Run, ThreadStackBytes) { IsBackground = true, Name = "engine" };
        thread.Start();
        if (server._options.HasFiles)
            await server._started.Task.ConfigureAwait(false);
        return server;
    }

    /// <summary>
    /// Connects within the process: a stream that speaks the protocol, without a socket. Disposing it disconnects.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The engine has ended.</exception>
    public Stream Connect()
    {
        var transport = new MemoryTransport(_loop);
        ObjectDisposedException.ThrowIf(!_loop.PostArrival(() => _host.Accept(transport)), this);
        return transport.ClientStream;
    }

    /// <summary>
    /// Ends the engine as SHUTDOWN does: with save points it takes a snapshot first. When that fails, the result is
    /// false and the engine goes on, so that nothing is lost; the log says why.
    /// </summary>
    public async Task<bool> TryShutDownAsync()
    {
        var isEnding = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _loop.Post(() => isEnding.SetResult(TryEnd()));
        await Task.WhenAny(isEnding.Task, Completion).ConfigureAwait(false);
        if (isEnding.Task.IsCompletedSuccessfully && !await isEnding.Task.ConfigureAwait(false))
            return false;
        await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return true;
    }

    /// <summary>
    /// Ends the engine. With save points it takes a snapshot first, as SHUTDOWN does, but a failure does not keep it
    /// from ending.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        // A script that runs for ever must not keep the loop from hearing of it.
        _isEnding = true;
        _loop.Post(() =>
        {
            _persistence.TryEnd(saves: null);
            _loop.Stop();
        });
        await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>
    /// Runs <paramref name="action"/> on the engine thread and completes when it has run, or has failed; at once when
    /// the engine has ended, and nothing is left to run on.
    /// </summary>
    internal Task RunAsync(Action action)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bool isPosted = _loop.Post(() =>
        {
            try
            {
                action();
                done.SetResult();
            }
            catch (Exception failure)
            {
                done.SetException(failure);
            }
        });
        return isPosted ? done.Task : Task.CompletedTask;
    }

    /// <summary>
    /// Stops the engine thread, as if its machine hung, until the result is disposed. Clients can connect and send
    /// meanwhile.
    /// </summary>
    internal async Task<IDisposable> PauseAsync()
    {
        var resumed = new ManualResetEventSlim();
        var paused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bool isPosted = _loop.Post(() =>
        {
            _isPaused = true;
            paused.SetResult();
            resumed.Wait();
            _isPaused = false;
        });
        ObjectDisposedException.ThrowIf(!isPosted, this);
        await paused.Task.ConfigureAwait(false);
        return new Resumption(resumed);
    }

    /// <inheritdoc/>
    Task IVirtualClockUser.SettleAsync()
    {
        if (_isPaused)
            return Task.CompletedTask;
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _loop.Post(() => Settle(settled));
        return Task.WhenAny(settled.Task, Completion);
    }

    /// <inheritdoc/>
    void IEngineControl.RequestShutdown()
    {
        _isEnding = true;
        _loop.Stop();
    }

    /// <inheritdoc/>
    void IEngineControl.ServeOthers() => _loop.ServeOthers();

    /// <inheritdoc/>
    void IEngineControl.Sleep(TimeSpan duration)
    {
        using var elapsed = new ManualResetEventSlim();
        using ITimer timer =
            _options.TimeProvider.CreateTimer(_ => elapsed.Set(), null, duration, Timeout.InfiniteTimeSpan);
        elapsed.Wait();
    }

    /// <inheritdoc/>
    string? IEngineControl.Apply(string directive, EngineOptions changed) => _listeners.Apply(directive, changed);

    /// <inheritdoc/>
    void IEngineControl.ApplyOptions()
    {
        foreach (Session session in _state.Clients.All)
            session.Parser.MaxBulkLength = _options.MaxBulkLength;
        _state.Users.SetDefaultPassword(_options.RequirePassword);
        _state.LoginChanged();
        _state.Keyspace.TimeMoved();
        _memory.ApplyOptions();
    }

    private void Run()
    {
        Exception? failure = null;
        try
        {
            _listeners.Start();
            _persistence.LoadAtStart();
            _memory.ApplyOptions();
            _started.SetResult();
            _loop.Run();
        }
        catch (OperationCanceledException) when (_isEnding)
        {
            // It was told to end before it had begun.
            _started.TrySetResult();
        }
        catch (Exception unexpected)
        {
            // Whatever it is, the data may be half changed: the engine ends, and Completion says why.
            failure = unexpected;
        }

        _persistence.Abandon();
        Close();
        if (failure is null)
            _completion.SetResult();
        else
            _completion.SetException(failure);
        if (failure is not null)
            _started.TrySetException(failure);
    }

    private void Close()
    {
        _timer?.Dispose();
        if (_options.TimeProvider is IVirtualClock virtualClock)
            virtualClock.Detach(this);
        _listeners.Stop();
        _loop.RunLeftovers();
        _host.CloseAll();
        _loop.Dispose();
    }

    private void StartTurn()
    {
        _clock.Refresh();
        _state.Keyspace.TimeMoved();
    }

    private int RunRegularWork()
    {
        int due = _housekeeping.Run();
        if (_persistence.Run())
            due = 0;
        return due == 0 || ReferenceEquals(_options.TimeProvider, TimeProvider.System) ? due : -1;
    }

    private void MakeSafe()
    {
        _journal.Commit();
        GatherWrites();
        _state.Tracking.Broadcast();
        _persistence.Flush();
    }

    /// <summary>
    /// Writes that came while others ran share their synchronization: each look for more costs next to nothing beside
    /// it, and the first that finds none is the last.
    /// </summary>
    private void GatherWrites()
    {
        const int MostLooks = 8;
        long gathered = _persistence.BytesToSync;
        for (int look = 0; look < MostLooks && gathered > 0; look++)
        {
            _loop.ReceiveMore();
            long more = _persistence.BytesToSync;
            if (more == gathered)
                return;
            gathered = more;
        }
    }

    private bool TryEnd()
    {
        if (!_persistence.TryEnd(saves: null))
            return false;
        ((IEngineControl)this).RequestShutdown();
        return true;
    }

    private void Settle(TaskCompletionSource settled)
    {
        _housekeeping.RunToEnd();
        _state.Tracking.Broadcast();
        if (_loop.IsQuiet)
            settled.SetResult();
        else
            _loop.Post(() => Settle(settled));
    }

    private sealed class Resumption(ManualResetEventSlim resumed) : IDisposable
    {
        public void Dispose() => resumed.Set();
    }
}
