using Patterns.Core;

namespace Patterns.Analytics.ActiveUsers;

/// <summary>The bounds of <see cref="ActiveUsersOptions"/>.</summary>
internal sealed class ActiveUsersOptionsValidator : RedisAnalyticsOptionsValidator<ActiveUsersOptions>
{
    protected override void Check(ActiveUsersOptions options, OptionsFailures failures)
    {
        base.Check(options, failures);
        failures.RequireWithin(
            options.MaxUser, 0, 4_294_967_294, "give numbers out one after the other, or count them as uniques");
        failures.RequireWithin(
            options.Retention, TimeSpan.FromDays(1), TimeSpan.FromDays(7305), "keep what will be looked at");
    }
}
