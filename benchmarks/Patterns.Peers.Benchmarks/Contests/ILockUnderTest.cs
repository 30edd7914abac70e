namespace Patterns.Peers.Benchmarks.Contests;

/// <summary>Locks of one process.</summary>
internal interface ILockUnderTest : IAsyncDisposable
{
    /// <summary>Takes a lock, however long that takes, and has it renewed while it is held.</summary>
    Task<HeldLock> TakeAsync(string name, TimeSpan timeToLive);
}
