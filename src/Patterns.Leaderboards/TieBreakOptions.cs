namespace Patterns.Leaderboards;

/// <summary>How precisely <see cref="TieBreak.FirstToReach"/> keeps the time. Score and time share the 53 bits that a
/// sorted set keeps exactly: the number of scores, times the number of <see cref="Resolution"/> steps in
/// <see cref="Span"/>, must not be above 2 to the power of 53.</summary>
public sealed class TieBreakOptions
{
    /// <summary>When the counting of time begins. It must never change while there are boards.</summary>
    /// <value>1970 to 2200; the default is 1 January 2025, 00:00 UTC.</value>
    public DateTimeOffset Epoch { get; set; } = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>How far apart two times must be to be told apart; nearer ones are a tie that names decide.</summary>
    /// <value>1 millisecond to 1 day; the default is 1 second. Twice as fine leaves half as many scores.</value>
    public TimeSpan Resolution { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>For how long after <see cref="Epoch"/> time is told apart; later submissions tie.</summary>
    /// <value>1 hour to 100 years; the default is 7305 days, which is 20 years.</value>
    public TimeSpan Span { get; set; } = TimeSpan.FromDays(7305);
}
