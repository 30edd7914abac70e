using Patterns.Queues.Scheduling;

namespace Patterns.Queues.Tests;

public sealed class CronExpressionTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("* * * * *", "2026-01-01T00:00:00", "2026-01-01T00:01:00")]
    [InlineData("* * * * *", "2026-01-01T00:00:59.999", "2026-01-01T00:01:00")]
    [InlineData("*/15 * * * *", "2026-01-01T00:46:00", "2026-01-01T01:00:00")]
    [InlineData("5/20 * * * *", "2026-01-01T00:30:00", "2026-01-01T00:45:00")]
    [InlineData("0 3 * * *", "2026-01-01T03:00:00", "2026-01-02T03:00:00")]
    [InlineData("0 3 * * 1-5", "2026-01-02T04:00:00", "2026-01-05T03:00:00")]
    [InlineData("30 9 1,15 * *", "2026-01-15T10:00:00", "2026-02-01T09:30:00")]
    [InlineData("0 0 13 * 5", "2026-01-01T12:00:00", "2026-01-02T00:00:00")]
    [InlineData("0 0 29 2 *", "2026-01-01T00:00:00", "2028-02-29T00:00:00")]
    [InlineData("0 12 * * 0", "2026-01-01T00:00:00", "2026-01-04T12:00:00")]
    [InlineData("0 12 * * 7", "2026-01-01T00:00:00", "2026-01-04T12:00:00")]
    [InlineData("59 23 31 12 *", "2026-12-31T23:59:00", "2027-12-31T23:59:00")]
    public void The_next_occurrence_is_the_first_after_the_time(string expression, string after, string next)
        => Assert.Equal(At(next), CronExpression.Parse(expression).Next(At(after), TimeZoneInfo.Utc));

    [Fact]
    public void What_falls_into_the_gap_of_spring_happens_right_after_it()
    {
        DateTimeOffset next = CronExpression.Parse("30 2 * * *").Next(At("2026-03-28T12:00:00"), Berlin);
        Assert.Equal(At("2026-03-29T01:30:00"), next);
        Assert.Equal(At("2026-03-30T00:30:00"), CronExpression.Parse("30 2 * * *").Next(next, Berlin));
    }

    [Fact]
    public void What_comes_twice_in_autumn_happens_the_first_time()
    {
        DateTimeOffset next = CronExpression.Parse("30 2 * * *").Next(At("2026-10-24T12:00:00"), Berlin);
        Assert.Equal(At("2026-10-25T00:30:00"), next);
        Assert.Equal(At("2026-10-26T01:30:00"), CronExpression.Parse("30 2 * * *").Next(next, Berlin));
    }

    [Theory]
    [InlineData("* * * *", "has 4 fields")]
    [InlineData("60 * * * *", "'60'")]
    [InlineData("* 24 * * *", "'24'")]
    [InlineData("* * 0 * *", "'0'")]
    [InlineData("* * * 13 *", "'13'")]
    [InlineData("* * * * 8", "'8'")]
    [InlineData("5-1 * * * *", "'5-1'")]
    [InlineData("*/0 * * * *", "'*/0'")]
    [InlineData("a * * * *", "'a'")]
    [InlineData("1,,2 * * * *", "'1,,2'")]
    [InlineData("-1 * * * *", "'-1'")]
    [InlineData("", "has 0 fields")]
    [InlineData("*/60 * * * *", "'*/60'")]
    [InlineData("1-59/2147483647 * * * *", "'1-59/2147483647'")]
    [InlineData("0 0 30 2 *", "never occurs")]
    [InlineData("0 0 31 4,6,9,11 *", "never occurs")]
    public void What_is_no_expression_is_refused_with_the_field_that_is_wrong(string expression, string named)
        => Assert.Contains(
            named,
            Assert.Throws<FormatException>(() => CronExpression.Parse(expression)).Message,
            StringComparison.Ordinal);

    private static DateTimeOffset At(string time)
        => new(DateTime.Parse(time, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.Zero);
}
