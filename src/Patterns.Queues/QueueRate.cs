using Patterns.Core;

namespace Patterns.Queues;

/// <summary>How many messages may begin in a time. After a pause up to that many begin at once; then they are spaced
/// evenly (GCRA).</summary>
/// <param name="Permits">How many; 1 to 1,000,000.</param>
/// <param name="Period">In which time; 1 millisecond to 1 day.</param>
public sealed record QueueRate(int Permits, TimeSpan Period)
{
    internal void Check(OptionsFailures failures, string expression)
    {
        failures.RequireWithin(Permits, 1, 1_000_000, "null is no limit", $"{expression}.Permits");
        failures.RequireWithin(
            Period, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1), "name a longer or shorter time",
            $"{expression}.Period");
    }
}
