using Patterns.Caching.Backplane;

namespace Patterns.Caching.Tests.Backplane;

public sealed class SenderLogTests
{
    private readonly SenderLog _log = new(first: 10, now: 0);

    [Fact]
    public void Messages_without_a_gap_miss_nothing()
    {
        for (long number = 11; number < 100; number++)
        {
            Assert.True(_log.Heard(number, isHeartbeat: false, now: number));
        }

        Assert.True(_log.Heard(99, isHeartbeat: true, now: 100));
        Assert.False(_log.GiveUp(since: 1000));
    }

    [Fact]
    public void A_message_that_comes_late_is_not_missing()
    {
        _log.Heard(13, isHeartbeat: false, now: 1);
        _log.Heard(11, isHeartbeat: false, now: 2);
        Assert.False(_log.GiveUp(since: 0));
        _log.Heard(12, isHeartbeat: false, now: 3);
        Assert.False(_log.GiveUp(since: 1000));
    }

    [Fact]
    public void A_message_that_does_not_come_is_missing_once()
    {
        _log.Heard(12, isHeartbeat: false, now: 5);
        Assert.False(_log.GiveUp(since: 4));
        Assert.True(_log.GiveUp(since: 5));
        Assert.False(_log.GiveUp(since: 1000));
    }

    [Fact]
    public void A_heartbeat_tells_of_a_last_message_that_was_missed()
    {
        _log.Heard(11, isHeartbeat: true, now: 5);
        Assert.True(_log.GiveUp(since: 5));
    }

    [Fact]
    public void A_heartbeat_that_overtakes_its_message_does_no_harm()
    {
        _log.Heard(11, isHeartbeat: true, now: 5);
        _log.Heard(11, isHeartbeat: false, now: 6);
        Assert.False(_log.GiveUp(since: 1000));
    }

    [Fact]
    public void A_leap_is_lost_at_once()
    {
        Assert.False(_log.Heard(5_000, isHeartbeat: false, now: 5));
        Assert.False(_log.GiveUp(since: 1000));
    }
}
