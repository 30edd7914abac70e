using System.Text;
using Engine.Server.Protocol;
using Engine.Server.Sessions;

namespace Engine.Testing;

/// <summary>One fault that a test injects. Disposing it ends it: what it holds goes on.</summary>
public sealed class Fault : IAsyncDisposable
{
    private readonly TestEngine _engine;
    private readonly FaultKind _kind;
    private readonly FaultScope _scope;
    private readonly TimeSpan _delay;
    private readonly HashSet<Session> _heldRequests = [];
    private readonly List<(Session Session, long Position)> _heldOutputs = [];
    private readonly HashSet<Session> _passing = [];
    private readonly List<(int Count, TaskCompletionSource Caught)> _waiters = [];
    private int _caught;

    internal Fault(TestEngine engine, FaultKind kind, FaultScope scope, TimeSpan delay)
    {
        _engine = engine;
        _kind = kind;
        _scope = scope;
        _delay = delay;
    }

    internal bool IsOfRequests => _kind <= FaultKind.CutBeforeRequest;

    /// <summary>
    /// Completes when the fault has caught that many requests or replies: the signal a test waits for instead of
    /// sleeping.
    /// </summary>
    public Task CaughtAsync(int count = 1)
    {
        lock (_waiters)
        {
            if (_caught >= count)
                return Task.CompletedTask;
            var caught = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((count, caught));
            return caught.Task;
        }
    }

    /// <summary>Ends the fault.</summary>
    public async ValueTask DisposeAsync()
    {
        _engine.Faults.End(this);
        await _engine.Server.RunAsync(ReleaseAll).ConfigureAwait(false);
    }

    /// <summary>On the engine thread, as are the members below.</summary>
    internal bool Catches(Session session, in Request request)
    {
        if (_passing.Remove(session) || _caught >= _scope.Times)
            return false;
        return (_scope.ClientName is null || session.Name == _scope.ClientName)
            && (_scope.Command is null || Ascii.EqualsIgnoreCase(request[0], _scope.Command))
            && (_scope.Argument is null || HasArgument(request, _scope.Argument));
    }

    internal GateDecision Arriving(Session session)
    {
        GateDecision decision = Decide(session);
        // Last, because whoever waits for it may let time pass at once.
        Count();
        return decision;
    }

    internal void Answered(Session session, long repliesFrom)
    {
        switch (_kind)
        {
            case FaultKind.DropReply:
                session.Output.TakeFrom(repliesFrom);
                break;
            case FaultKind.CutBeforeReply:
                session.Link.Abort();
                break;
            case FaultKind.DelayReply:
                long position = HoldOutput(session, repliesFrom);
                After(_delay, () => ReleaseOutput(session, position));
                break;
            default:
                HoldOutput(session, repliesFrom);
                break;
        }

        Count();
    }

    /// <summary>Holds the output behind its first <paramref name="length"/> bytes.</summary>
    internal long HoldOutput(Session session, long length)
    {
        long position = session.HoldOutput(length);
        _heldOutputs.Add((session, position));
        return position;
    }

    private GateDecision Decide(Session session)
    {
        switch (_kind)
        {
            case FaultKind.DropRequest:
                return GateDecision.Drop;
            case FaultKind.CutBeforeRequest:
                return GateDecision.Cut;
            case FaultKind.DelayRequest:
                After(_delay, () => Release(session));
                break;
        }

        _heldRequests.Add(session);
        return GateDecision.Hold;
    }

    private static bool HasArgument(in Request request, string argument)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(argument);
        for (int i = 1; i < request.Count; i++)
        {
            if (request[i].SequenceEqual(bytes))
                return true;
        }

        return false;
    }

    private void Count()
    {
        lock (_waiters)
        {
            _caught++;
            foreach ((int count, TaskCompletionSource caught) in _waiters)
            {
                if (_caught >= count)
                    caught.TrySetResult();
            }
        }
    }

    private void ReleaseAll()
    {
        foreach (Session session in _heldRequests.ToArray())
            Release(session);
        foreach ((Session session, long position) in _heldOutputs.ToArray())
            ReleaseOutput(session, position);
    }

    private void Release(Session session)
    {
        if (!_heldRequests.Remove(session))
            return;
        _passing.Add(session);
        session.Resume();
    }

    private void ReleaseOutput(Session session, long position)
    {
        if (_heldOutputs.Remove((session, position)))
            session.ReleaseOutput(position);
    }

    private void After(TimeSpan delay, Action action)
    {
        ITimer? timer = null;
        timer = _engine.Clock.CreateTimer(
            _ =>
            {
                timer?.Dispose();
                _ = _engine.Server.RunAsync(action);
            },
            null,
            delay,
            Timeout.InfiniteTimeSpan);
    }
}
