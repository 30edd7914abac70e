using System.Globalization;
using System.Text;
using Engine.Server.Keyspace;
using Store = Engine.Server.Keyspace.Keyspace;

namespace Engine.Server.Tests.Keyspace;

public sealed class ExpiryCycleTests
{
    private const int Hertz = 10;

    private readonly ManualClock _time = new();
    private readonly List<string> _deleted = [];
    private readonly Store _store;
    private readonly ExpiryCycle _cycle;

    public ExpiryCycleTests()
    {
        var sink = new DeletionSink((database, key) => _deleted.Add($"{database} {key}"));
        _store = new Store(3, new EngineClock(_time), sink, new Random(1));
        _cycle = new ExpiryCycle(_store);
    }

    [Fact]
    public void Keys_whose_time_has_come_are_deleted_and_journalled_in_every_database_though_nobody_asks()
    {
        Fill(0, expired: 1000, lasting: 0);
        Fill(2, expired: 500, lasting: 0);

        _cycle.Run(Hertz);

        Assert.Equal(1500, _deleted.Count);
        Assert.Equal((0, 0, 0), (_store[0].Count, _store[1].Count, _store[2].Count));
        Assert.Equal(1500, _store.Statistics.ExpiredKeys);
    }

    [Fact]
    public void A_round_ends_when_few_of_the_keys_are_expired_and_later_rounds_find_the_rest()
    {
        Fill(0, expired: 500, lasting: 500);

        _cycle.Run(Hertz);
        Assert.InRange(_store[0].Count, 501, 800);

        for (int round = 0; round < 2000; round++)
            _cycle.Run(Hertz);
        Assert.Equal(500, _store[0].Count);
    }

    [Fact]
    public void A_round_that_has_had_its_share_of_time_is_cut_short_and_the_next_one_goes_on_with_the_next_database()
    {
        Fill(0, expired: 1000, lasting: 0);
        Fill(1, expired: 1000, lasting: 0);
        _time.TimestampStep = TimeSpan.FromMilliseconds(30);

        _cycle.Run(Hertz);
        Assert.Equal((980, 1000), (_store[0].Count, _store[1].Count));
        _cycle.Run(Hertz);
        Assert.Equal((980, 980), (_store[0].Count, _store[1].Count));
        Assert.Equal(2, _store.Statistics.ExpireCyclesCutShort);
    }

    [Fact]
    public void Nothing_is_deleted_while_expiry_is_paused_or_switched_off()
    {
        Fill(0, expired: 100, lasting: 0);

        _store.IsExpiryPaused = true;
        _cycle.Run(Hertz);
        _cycle.RunToEnd();
        _store.IsExpiryPaused = false;
        _store.IsActiveExpiryEnabled = false;
        _cycle.Run(Hertz);
        _cycle.RunToEnd();
        Assert.Equal(100, _store[0].Count);

        _store.IsActiveExpiryEnabled = true;
        _cycle.RunToEnd();
        Assert.Equal(0, _store[0].Count);
    }

    [Fact]
    public void The_share_of_expired_keys_is_a_running_average_of_what_rounds_find()
    {
        Fill(0, expired: 1000, lasting: 0);

        _cycle.Run(Hertz);
        Assert.Equal(5.0, _store.Statistics.ExpiredStalePercent, tolerance: 0.001);
        _cycle.Run(Hertz);
        Assert.Equal(4.75, _store.Statistics.ExpiredStalePercent, tolerance: 0.001);
    }

    private void Fill(int database, int expired, int lasting)
    {
        for (int i = 0; i < expired + lasting; i++)
        {
            byte[] key = Encoding.ASCII.GetBytes(i.ToString(CultureInfo.InvariantCulture));
            _store[database].SetString(key, "v"u8, i < expired ? 1 : long.MaxValue);
        }
    }
}
