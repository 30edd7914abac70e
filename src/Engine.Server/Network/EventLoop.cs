using System.Collections.Concurrent;

namespace Engine.Server.Network;

/// <summary>
/// The engine thread's loop. A turn waits for clients, runs what they sent, runs what other threads posted, keeps the
/// regular work going, and at its end sends all replies.
/// </summary>
internal sealed class EventLoop(IPoller poller) : IDisposable
{
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly ConcurrentQueue<Action> _arrivals = new();
    private readonly ConcurrentQueue<(IPollTarget Target, bool IsWritable)> _signals = new();
    private readonly List<Connection> _flushes = [];
    private byte[]? _nestedReceiveBuffer;
    private int _wakePending;
    private bool _isStopped;
    private bool _hasEnded;

    /// <summary>
    /// Connections without unfinished input share this one, so that an idle connection holds no buffer.
    /// </summary>
    public byte[] ReceiveBuffer { get; private set; } = CreateReceiveBuffer();

    public IPoller Poller => poller;

    /// <summary>Runs when a wait is over, before anything else of the turn: time has passed.</summary>
    public required Action TurnStarted { get; init; }

    /// <summary>Runs before replies are sent: what must be safe before a client hears of it.</summary>
    public required Action BeforeReplies { get; init; }

    /// <summary>
    /// As <see cref="BeforeReplies"/>, within a command that takes long: its own changes are no unit of work yet.
    /// </summary>
    public required Action BeforeNestedReplies { get; init; }

    /// <summary>
    /// Regular work. Returns in how many milliseconds it is due again, -1 when it will ask by <see cref="Post"/>.
    /// </summary>
    public required Func<int> RegularWork { get; init; }

    /// <summary>Runs turns until <see cref="Stop"/>.</summary>
    public void Run()
    {
        while (!_isStopped)
            Turn(RegularWork());
    }

    /// <summary>
    /// Runs what was posted and has not run yet, after <see cref="Run"/> has ended: whoever waits for it is not left
    /// waiting.
    /// </summary>
    public void RunLeftovers()
    {
        while (true)
        {
            RunAll(_arrivals);
            RunAll(_posted);
            lock (_posted)
            {
                _hasEnded = _posted.IsEmpty && _arrivals.IsEmpty;
                if (_hasEnded)
                    return;
            }
        }
    }

    /// <summary>Ends <see cref="Run"/> after the current turn. On the engine thread.</summary>
    public void Stop() => _isStopped = true;

    /// <summary>
    /// Runs <paramref name="action"/> on the engine thread soon. On any thread. Returns false when the loop has ended
    /// and nothing will run it.
    /// </summary>
    public bool Post(Action action) => TryEnqueue(_posted, action);

    /// <summary>
    /// As <see cref="Post"/>, for taking on a new client, which does not wait for a command that takes long.
    /// </summary>
    public bool PostArrival(Action accept) => TryEnqueue(_arrivals, accept);

    /// <summary>Tells a target that something arrived, or that it may send. On any thread.</summary>
    public void Signal(IPollTarget target, bool isWritable)
    {
        _signals.Enqueue((target, isWritable));
        Wake();
    }

    /// <summary>Sends a connection's replies at the end of this turn.</summary>
    public void ScheduleFlush(Connection connection) => _flushes.Add(connection);

    /// <summary>
    /// Half a turn within a command that takes long: receives, and sends replies. What was posted waits, and so does
    /// what the command has changed.
    /// </summary>
    public void ServeOthers()
    {
        // The request that is running still stands in the other one.
        byte[] inUse = ReceiveBuffer;
        ReceiveBuffer = _nestedReceiveBuffer ??= CreateReceiveBuffer();
        poller.Wait(0, static () => { });
        TakeWakes();
        RunAll(_arrivals);
        RunSignals();
        BeforeNestedReplies();
        Flush();
        ReceiveBuffer = inUse;
    }

    /// <summary>
    /// Takes in what has arrived since the turn began, for whoever is about to keep all replies waiting anyway. Within
    /// <see cref="BeforeReplies"/>.
    /// </summary>
    public void ReceiveMore()
    {
        poller.Wait(0, TurnStarted);
        TakeWakes();
        RunAll(_arrivals);
        RunSignals();
    }

    /// <summary>
    /// Whether a turn that began now would find nothing that was posted or signalled. A loop that was stopped has no
    /// more turns, so nothing waits for one.
    /// </summary>
    public bool IsQuiet =>
        _isStopped || (_posted.IsEmpty && _arrivals.IsEmpty && _signals.IsEmpty && _flushes.Count == 0);

    public void Dispose() => poller.Dispose();

    private static byte[] CreateReceiveBuffer() =>
        GC.AllocateUninitializedArray<byte>(64 * 1024, pinned: true);

    private void Turn(int timeoutMilliseconds)
    {
        poller.Wait(IsQuiet ? timeoutMilliseconds : 0, TurnStarted);
        TakeWakes();
        RunAll(_arrivals);
        RunSignals();
        RunAll(_posted);
        BeforeReplies();
        Flush();
    }

    /// <summary>
    /// Only what is there now: what these actions post runs in the next turn, so that clients get theirs.
    /// </summary>
    private static void RunAll(ConcurrentQueue<Action> actions)
    {
        for (int count = actions.Count; count > 0 && actions.TryDequeue(out Action? action); count--)
            action();
    }

    private bool TryEnqueue(ConcurrentQueue<Action> actions, Action action)
    {
        lock (_posted)
        {
            if (_hasEnded)
                return false;
            actions.Enqueue(action);
        }

        Wake();
        return true;
    }

    private void RunSignals()
    {
        for (
            int count = _signals.Count; count > 0
                && _signals.TryDequeue(out (IPollTarget Target, bool IsWritable) signal); count--)
        {
            if (signal.IsWritable)
                signal.Target.OnWritable();
            else
                signal.Target.OnReadable();
        }
    }

    private void Flush()
    {
        // A flush may close a connection and thereby schedule others, so the list can grow meanwhile.
        for (int i = 0; i < _flushes.Count; i++)
            _flushes[i].Flush();
        _flushes.Clear();
    }

    /// <summary>
    /// From here on whoever posts wakes the loop again. A full fence: looking into the queues must not come before it,
    /// or what is posted in between would neither be seen nor wake the loop.
    /// </summary>
    private void TakeWakes() => Interlocked.Exchange(ref _wakePending, 0);

    private void Wake()
    {
        if (Interlocked.Exchange(ref _wakePending, 1) == 0)
            poller.Wake();
    }
}
