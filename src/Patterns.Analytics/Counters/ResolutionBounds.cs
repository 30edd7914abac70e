using Patterns.Core;

namespace Patterns.Analytics.Counters;

/// <summary>The bounds of resolutions, which counters and time series share.</summary>
internal static class ResolutionBounds
{
    public static void Check(IList<CounterResolution>? resolutions, OptionsFailures failures)
    {
        const string Expression = "options.Resolutions";
        failures.RequireSet(resolutions, "change the default instead of removing it", Expression);
        if (resolutions is null)
        {
            return;
        }

        failures.RequireWithin(resolutions.Count, 1, 8, "minutes, hours and days suit most", $"{Expression}.Count");
        for (int i = 0; i < resolutions.Count; i++)
        {
            (TimeSpan bucket, TimeSpan retention) = resolutions[i];
            failures.RequireWithin(
                bucket,
                TimeSpan.FromSeconds(1),
                TimeSpan.FromDays(366),
                "count in longer or shorter buckets",
                $"{Expression}[{i}].Bucket");
            failures.RequireWithin(
                retention,
                TimeSpan.FromMinutes(1),
                TimeSpan.FromDays(7305),
                "keep long spans in coarse buckets",
                $"{Expression}[{i}].Retention");
            if (i > 0 && resolutions[i - 1].Bucket > TimeSpan.Zero)
            {
                TimeSpan finer = resolutions[i - 1].Bucket;
                failures.RequireWithin(
                    bucket.Ticks % finer.Ticks,
                    0,
                    0,
                    $"make it a multiple of {finer:c}",
                    $"{Expression}[{i}].Bucket: what is left");
                failures.RequireWithin(
                    bucket,
                    finer + TimeSpan.FromTicks(1),
                    TimeSpan.MaxValue,
                    "finest first",
                    $"{Expression}[{i}].Bucket");
            }
        }
    }
}
