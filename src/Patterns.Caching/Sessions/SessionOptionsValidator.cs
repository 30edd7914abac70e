using Patterns.Core;

namespace Patterns.Caching.Sessions;

/// <summary>The bounds of <see cref="SessionOptions"/>.</summary>
internal sealed class SessionOptionsValidator : OptionsValidator<SessionOptions>
{
    public static readonly TimeSpan MinTimeout = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan MaxIdleTimeout = TimeSpan.FromDays(365);
    public static readonly TimeSpan MaxAbsoluteTimeout = TimeSpan.FromDays(3650);

    public static SessionOptionsValidator Instance { get; } = new();

    protected override void Check(SessionOptions options, OptionsFailures failures)
    {
        failures.RequireKeyPrefix(options.KeyPrefix);
        failures.RequireWithin(
            options.IdleTimeout, MinTimeout, MaxIdleTimeout, "20 minutes suit most applications");
        failures.RequireWithin(
            options.AbsoluteTimeout, MinTimeout, MaxAbsoluteTimeout, "1 day suits most applications");
        failures.RequireWithin(options.MaxSessionsPerUser, 1, 1_000, "a user has few devices");
        failures.RequireWithin(
            options.MaxValueBytes, 64, 16 * 1024 * 1024, "keep what is large elsewhere, and its name in the session");
        failures.RequireWithin(
            options.MaxFields, 1, 1_000, "keep what is large elsewhere, and its name in the session");
        failures.RequireSet(options.Serializer, "leave the default for System.Text.Json");
        failures.RequireWithin(
            options.RedisTimeout,
            TimeSpan.FromMilliseconds(1),
            TimeSpan.FromMinutes(1),
            "1 second suits a Redis in the same region");
        failures.RequireCircuit(options.RedisCircuit);
    }
}
