using StackExchange.Redis;

namespace Patterns.Locking.Tests.Histories;

/// <summary>The lock of many a blog: SET NX PX, and DEL at the end. It knows no deadline. Its
/// tokens count its grants, so that it is its exclusion that fails.</summary>
internal sealed class NaiveLocks(IDatabase database, TimeSpan timeToLive) : ILocks
{
    private static long s_grants;

    public async ValueTask<ILockHandle?> TryAcquireAsync(
        string name, LockOptions? options = null, CancellationToken cancellationToken = default)
        => await database.StringSetAsync(name, 1, timeToLive, When.NotExists).WaitAsync(cancellationToken)
            ? new Handle(database, name)
            : null;

    public async ValueTask<ILockHandle> AcquireAsync(
        string name, LockOptions? options = null, CancellationToken cancellationToken = default)
        => await TryAcquireAsync(name, options, cancellationToken) ?? throw new LockTimeoutException("It is taken.");

    private sealed class Handle(IDatabase database, string name) : ILockHandle
    {
        private bool _released;

        public string Name => name;

        public LockGuarantee Guarantee => LockGuarantee.Advisory;

        public long FencingToken { get; } = Interlocked.Increment(ref s_grants);

        public bool IsHeld => !_released;

        public TimeSpan Remaining => Timeout.InfiniteTimeSpan;

        public CancellationToken LostToken => CancellationToken.None;

        public ValueTask<bool> ExtendAsync(TimeSpan? timeToLive, CancellationToken cancellationToken)
            => ValueTask.FromResult(true);

        public async ValueTask DisposeAsync()
        {
            _released = true;
            await database.KeyDeleteAsync(name);
        }
    }
}
