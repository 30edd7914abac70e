namespace Tour.Chapters.RateLimiting;

/// <summary>What a limiter made of the bursts around a window's boundary.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Bursts">What each burst was granted.</param>
/// <param name="First">What the first burst must be granted at least.</param>
/// <param name="Promised">What the algorithm grants at most in the time that the bursts took.</param>
internal sealed record LimiterRun(string Name, IReadOnlyList<LimitedBurst> Bursts, long First, long Promised)
{
    public int Granted => Bursts.Sum(burst => burst.Granted);
}
