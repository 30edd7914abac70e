using Patterns.Core;

namespace Patterns.Analytics.Uniques;

/// <summary>The bounds of <see cref="UniquesOptions"/>.</summary>
internal sealed class UniquesOptionsValidator : RedisAnalyticsOptionsValidator<UniquesOptions>
{
    protected override void Check(UniquesOptions options, OptionsFailures failures)
    {
        base.Check(options, failures);
        failures.RequireWithin(
            options.Bucket, TimeSpan.FromMinutes(1), TimeSpan.FromDays(366), "1 hour or 1 day suits most");
        failures.RequireWithin(
            options.Retention, TimeSpan.FromMinutes(1), TimeSpan.FromDays(7305), "keep what will be counted over");
    }
}
