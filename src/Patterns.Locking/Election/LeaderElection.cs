using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Patterns.Locking.Leases;

namespace Patterns.Locking.Election;

/// <summary>One of many processes leads; when it ends or is lost, the next one takes over.</summary>
/// <remarks>The leader holds a lock, and all others wait for it, in the order in which they came. A new leader may
/// begin while an old one that was paused still believes in itself: give <see cref="LeaderTerm.FencingToken"/> along
/// with whatever the leader does.</remarks>
public sealed class LeaderElection
{
    private readonly ILocks _locks;
    private readonly LockOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private LeaderTerm? _term;

    /// <summary>Creates a candidate.</summary>
    /// <param name="locks">Where the election is held.</param>
    /// <param name="name">What is led: the name of the lock.</param>
    /// <param name="options">How the lock is taken, without <see cref="LockOptions.WaitTime"/>: a candidate waits
    /// without end. Its time to live is how long nobody leads when the leader's process dies.</param>
    /// <param name="logger">Where the candidate reports; null means nowhere.</param>
    /// <param name="timeProvider">The clock of the pause after a failure; null means the system's.</param>
    /// <exception cref="ArgumentException">The name is not usable, or the options have a wait.</exception>
    public LeaderElection(
        ILocks locks,
        string name,
        LockOptions? options = null,
        ILogger<LeaderElection>? logger = null,
        TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(locks);
        LeaseBounds.CheckName(name);
        if (options?.WaitTime is { } wait)
        {
            throw new ArgumentException(
                $"WaitTime is {wait}, but a candidate waits without end: leave it out.", nameof(options));
        }

        _locks = locks;
        Name = name;
        _options = (options ?? new LockOptions()) with { WaitTime = Timeout.InfiniteTimeSpan };
        _logger = logger ?? NullLogger<LeaderElection>.Instance;
        _timeProvider = timeProvider ?? TimeProvider.System;
    }

    /// <summary>How long a candidate waits after Redis failed, or after its own work did, before it stands
    /// again.</summary>
    public static TimeSpan PauseAfterFailure { get; } = TimeSpan.FromSeconds(1);

    /// <summary>What is led.</summary>
    public string Name { get; }

    /// <summary>Whether this process certainly leads now.</summary>
    public bool IsLeader => _term is { IsCurrent: true };

    /// <summary>Stands for election again and again until cancelled, and leads whenever elected.</summary>
    /// <param name="lead">What the leader does. Its token is cancelled when the lead is lost or the candidate is to
    /// stop; when it returns, the lead goes to the next candidate. An exception is logged, and the candidate stands
    /// again after <see cref="PauseAfterFailure"/>.</param>
    /// <param name="cancellationToken">Ends the candidacy, and the lead.</param>
    /// <returns>When the candidacy has ended and the lead is given back.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The locks were disposed of: nobody can stand on them any
    /// more.</exception>
    public async Task RunAsync(
        Func<LeaderTerm, CancellationToken, Task> lead, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lead);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ILockHandle? handle = null;
            try
            {
                handle = await _locks.AcquireAsync(Name, _options, cancellationToken).ConfigureAwait(false);
                await LeadAsync(handle, lead, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (
                !cancellationToken.IsCancellationRequested
                && (handle is not null || exception is not ObjectDisposedException))
            {
                Log.LeadFailed(_logger, Name, exception);
                await Task.Delay(PauseAfterFailure, _timeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task LeadAsync(
        ILockHandle handle, Func<LeaderTerm, CancellationToken, Task> lead, CancellationToken cancellationToken)
    {
        await using (handle.ConfigureAwait(false))
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, handle.LostToken);
            var term = new LeaderTerm(handle);
            _term = term;
            Log.LeadBegan(_logger, Name, term.FencingToken);
            try
            {
                await lead(term, stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (handle.LostToken.IsCancellationRequested)
            {
                // The leader has heard that it leads no more: that is how a term ends.
            }
            finally
            {
                _term = null;
                Log.LeadEnded(_logger, Name, term.FencingToken);
            }
        }
    }
}
