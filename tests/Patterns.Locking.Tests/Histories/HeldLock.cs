namespace Patterns.Locking.Tests.Histories;

/// <summary>A grant as the history knows it.</summary>
/// <param name="Worker">Who got it.</param>
/// <param name="Handle">What it got.</param>
/// <param name="Permits">How many permits.</param>
/// <param name="Grant">The how manieth grant it is.</param>
internal sealed record HeldLock(HistoryWorker Worker, ILockHandle Handle, int Permits, int Grant)
{
    /// <summary>Since when it has said that it is not held.</summary>
    public TimeSpan? NotHeldSince { get; set; }

    public bool IsReleased { get; set; }
}
