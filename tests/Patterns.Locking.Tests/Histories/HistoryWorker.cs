using StackExchange.Redis;

namespace Patterns.Locking.Tests.Histories;

/// <summary>A process that wants the lock.</summary>
/// <param name="name">What its connections are called.</param>
/// <param name="clock">Its clock.</param>
/// <param name="databases">A connection to each server.</param>
/// <param name="acquire">Asks for permits.</param>
internal sealed class HistoryWorker(
    string name,
    WorkerClock clock,
    IReadOnlyList<IDatabase> databases,
    Func<int, LockOptions, CancellationToken, ValueTask<ILockHandle?>> acquire) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();

    public string Name => name;

    public WorkerClock Clock => clock;

    public IReadOnlyList<IDatabase> Databases => databases;

    /// <summary>Its request that is under way.</summary>
    public Task? Asking { get; private set; }

    public HeldLock? Held { get; set; }

    public bool IsIdle => Held is null && Asking is null or { IsCompleted: true } && !clock.IsPaused;

    public void Ask(int permits, LockOptions options, HistoryChecker checker)
        => Asking = Task.Run(async () =>
        {
            try
            {
                ILockHandle? handle = await acquire(permits, options, _stop.Token);
                if (handle is null)
                {
                    checker.Count(HistoryCount.Refused);
                }
                else
                {
                    Held = checker.Acquired(this, handle, permits);
                }
            }
            catch (LockUnavailableException)
            {
                checker.Count(HistoryCount.Unavailable);
            }
            catch (OperationCanceledException)
            {
                // The history is over.
            }
            catch (Exception exception)
            {
                checker.Require(false, $"{name} got the exception {exception}");
            }
        });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _stop.Dispose();
    }
}
