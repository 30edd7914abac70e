using FsCheck;
using FsCheck.Fluent;
using Patterns.Analytics.Buckets;
using Patterns.Analytics.Counters;
using Redis.Fixtures;

namespace Patterns.Analytics.Tests.Buckets;

/// <summary>What spans of time are made of.</summary>
public sealed class BucketSpanTests
{
    private static readonly BucketLine[] _lines =
        [Line(TimeSpan.FromMinutes(1)), Line(TimeSpan.FromHours(1)), Line(TimeSpan.FromDays(1))];

    [Fact]
    public void Buckets_cover_a_span_without_gap_and_overlap_in_as_few_as_there_can_be()
    {
        Gen<(DateTimeOffset From, DateTimeOffset Until)> spans =
            from start in Gen.Choose(0, 40_000_000)
            from scale in Gen.Elements(1, 60, 3_600, 86_400)
            from length in Gen.Choose(0, 400)
            select (At(start), At(start + (scale * length)));
        Prop.ForAll(Arb.From(spans), span =>
        {
            List<(BucketLine Line, long Index)> buckets = BucketSpan.Cover(_lines, span.From, span.Until);
            DateTimeOffset at = buckets.Count == 0 ? span.From : buckets[0].Line.StartOf(buckets[0].Index);
            DateTimeOffset until = span.Until > span.From ? span.Until : at;
            Assert.InRange(span.From - at, TimeSpan.Zero, TimeSpan.FromSeconds(59));
            foreach ((BucketLine line, long index) in buckets)
            {
                Assert.Equal(at, line.StartOf(index));
                at += line.Length;
            }

            Assert.InRange(at - until, TimeSpan.Zero, TimeSpan.FromSeconds(59));
            Assert.True(buckets.Count(bucket => bucket.Line == _lines[0]) <= 2 * 59);
            Assert.True(buckets.Count(bucket => bucket.Line == _lines[1]) <= 2 * 23);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Soak.Iterations(300, 20_000)));
    }

    [Fact]
    public void A_year_takes_some_hundred_buckets()
    {
        DateTimeOffset from = At(59), until = from.AddDays(365);
        Assert.InRange(BucketSpan.Cover(_lines, from, until).Count, 365, 365 + 164);
        Assert.Throws<ArgumentOutOfRangeException>(() => BucketSpan.Cover(_lines[..1], from, until));
        Assert.Equal(525_600 / 60, BucketSpan.Of(_lines[1], At(0), At(0).AddDays(365)).Count);
    }

    private static DateTimeOffset At(int seconds) => DateTimeOffset.UnixEpoch.AddDays(20_000).AddSeconds(seconds);

    // Nothing here needs a key.
    private static BucketLine Line(TimeSpan length)
        => new(store: null!, CounterResolution.Minute.ToString(), length, TimeSpan.FromDays(1), perChunk: 1_000);
}
