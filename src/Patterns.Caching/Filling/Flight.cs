using System.Diagnostics.CodeAnalysis;

namespace Patterns.Caching.Filling;

/// <summary>One fill of one key that is under way, shared by all callers of this process that wait for it.</summary>
[SuppressMessage(
    "Reliability",
    "CA1001",
    Justification = "The token source has no timer and no handle; disposal would race with the last caller's leave.")]
internal abstract class Flight
{
    private static readonly AsyncLocal<Mark?> _innermost = new();

    private readonly Mark _mark = new(_innermost.Value);
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _abandoned = new();
    private int _callers = 1;
    private bool _revoked;

    /// <summary>Cancelled when every caller has left.</summary>
    public CancellationToken Abandoned => _abandoned.Token;

    /// <summary>Completes when the flight has ended, and faults if it failed.</summary>
    public abstract Task Landing { get; }

    /// <summary>Whether the calling code runs inside this flight's factory, which must not wait for itself.</summary>
    public bool IsEnclosing
    {
        get
        {
            for (Mark? mark = _innermost.Value; mark is not null; mark = mark.Outer)
            {
                if (mark == _mark)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Marks whatever the current asynchronous method calls from here on as inside this flight.</summary>
    public void Enter() => _innermost.Value = _mark;

    /// <summary>Adds a caller, unless the flight has been abandoned or revoked.</summary>
    public bool TryJoin()
    {
        lock (_gate)
        {
            if (_revoked)
            {
                return false;
            }

            _callers++;
            return true;
        }
    }

    /// <summary>Keeps the flight from being joined. Its callers still get its value.</summary>
    public void Revoke()
    {
        lock (_gate)
        {
            _revoked = true;
        }
    }

    /// <summary>Takes a caller away. The last one revokes the flight and cancels its source call.</summary>
    protected void Leave()
    {
        lock (_gate)
        {
            _callers--;
            if (_callers > 0)
            {
                return;
            }

            _revoked = true;
        }

        // Off this thread, because the factory's own cancellation callbacks are none of the leaving caller's business.
        _ = _abandoned.CancelAsync();
    }

    /// <summary>Stands for a flight where code may hold on to it for long: whatever a factory starts keeps the context
    /// that it was started in, and must not keep the flight's value with it.</summary>
    private sealed class Mark(Mark? outer)
    {
        public Mark? Outer => outer;
    }
}
