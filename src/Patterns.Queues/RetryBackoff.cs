using Patterns.Core;

namespace Patterns.Queues;

/// <summary>How long a failed message waits: the first pause, then each a factor longer, up to a maximum, and each
/// shortened or lengthened by chance, so that what failed together does not come back together.</summary>
public sealed class RetryBackoff
{
    /// <summary>The pause after the first attempt.</summary>
    /// <value>0 to 1 day; the default is 1 second.</value>
    public TimeSpan Initial { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>By how much each pause is longer than the one before.</summary>
    /// <value>1 to 10; the default is 2.</value>
    public double Factor { get; set; } = 2;

    /// <summary>The longest pause.</summary>
    /// <value>0 to 30 days; the default is 5 minutes.</value>
    public TimeSpan Maximum { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>By which share, at most, chance changes a pause.</summary>
    /// <value>0 to 0.9; the default is 0.2.</value>
    public double Jitter { get; set; } = 0.2;

    /// <summary>The pause after an attempt.</summary>
    /// <param name="attempt">Which attempt failed; 1 is the first.</param>
    /// <param name="random">Where chance comes from.</param>
    internal TimeSpan After(int attempt, Random random)
    {
        double pause = Initial.TotalMilliseconds * Math.Pow(Factor, Math.Min(attempt - 1, 1_000));
        double chance = 1 + (Jitter * ((2 * random.NextDouble()) - 1));
        return TimeSpan.FromMilliseconds(Math.Min(pause, Maximum.TotalMilliseconds) * chance);
    }

    internal RetryBackoff Copy() => (RetryBackoff)MemberwiseClone();

    internal void Check(OptionsFailures failures)
    {
        failures.RequireWithin(
            Initial, TimeSpan.Zero, TimeSpan.FromDays(1), "1 second suits most services", "options.Backoff.Initial");
        failures.RequireWithin(Factor, 1, 10, "2 doubles each pause", "options.Backoff.Factor");
        failures.RequireWithin(
            Maximum, TimeSpan.Zero, TimeSpan.FromDays(30), "5 minutes suit most services", "options.Backoff.Maximum");
        failures.RequireWithin(Jitter, 0, 0.9, "0.2 suits most services", "options.Backoff.Jitter");
    }
}
