using Patterns.Core;

namespace Patterns.Locking.Idempotency;

/// <summary>The bounds of <see cref="IdempotencyOptions"/>.</summary>
internal sealed class IdempotencyOptionsValidator : OptionsValidator<IdempotencyOptions>
{
    protected override void Check(IdempotencyOptions options, OptionsFailures failures)
    {
        failures.RequireWithin(
            options.ResultTimeToLive,
            TimeSpan.FromSeconds(1),
            TimeSpan.FromDays(366),
            "choose longer than callers go on retrying");
        failures.RequireWithin(
            options.WaitTime, TimeSpan.Zero, LockOptions.MaxTimeToLive, "10 seconds suit most services");
    }
}
