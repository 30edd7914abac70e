using Tour.Servers;

namespace Tour.Tests.Servers;

public sealed class ServerStatisticsTests
{
    private static readonly KeyValuePair<string, string>[] Fields =
    [
        new("redis_version", "7.0.15"),
        new("keyspace_hits", "10"),
        new("keyspace_misses", "4"),
        new("cmdstat_get", "calls=14,usec=21,usec_per_call=1.50,rejected_calls=0,failed_calls=0"),
        new("cmdstat_config|get", "calls=5,usec=9,usec_per_call=1.80,rejected_calls=0,failed_calls=0"),
        new("cmdstat_object|encoding", "calls=2,usec=2,usec_per_call=1.00,rejected_calls=0,failed_calls=0"),
        new("cmdstat_object|freq", "calls=1,usec=2,usec_per_call=2.00,rejected_calls=0,failed_calls=0"),
        new("cmdstat_info", "calls=3,usec=90,usec_per_call=30.00,rejected_calls=0,failed_calls=0"),
    ];

    [Fact]
    public void Calls_are_counted_per_command_with_its_subcommands()
    {
        ServerStatistics statistics = ServerStatistics.Parse(Fields);

        Assert.Equal(14, statistics.CallsOf("get"));
        Assert.Equal(3, statistics.CallsOf("object"));
        Assert.Equal(0, statistics.CallsOf("set"));
        Assert.Equal(4, statistics.KeyspaceMisses);
    }

    [Fact]
    public void What_the_client_sends_on_its_own_account_does_not_count()
    {
        ServerStatistics statistics = ServerStatistics.Parse(Fields);

        Assert.Equal(0, statistics.CallsOf("config"));
        Assert.Equal(0, statistics.CallsOf("info"));
        Assert.Equal(17, statistics.Commands);
    }

    [Fact]
    public void A_difference_counts_what_was_called_in_between()
    {
        ServerStatistics before = ServerStatistics.Parse(Fields);
        ServerStatistics after = ServerStatistics.Parse(
        [
            new("keyspace_misses", "5"),
            new("cmdstat_get", "calls=20,usec=1,usec_per_call=1.00,rejected_calls=0,failed_calls=0"),
            new("cmdstat_object|freq", "calls=3,usec=1,usec_per_call=1.00,rejected_calls=0,failed_calls=0"),
            new("cmdstat_set", "calls=7,usec=1,usec_per_call=1.00,rejected_calls=0,failed_calls=0"),
        ]);

        ServerStatistics difference = after.Since(before);

        Assert.Equal(6, difference.CallsOf("get"));
        Assert.Equal(7, difference.CallsOf("set"));
        Assert.Equal(13, difference.Commands);
        Assert.Equal(1, difference.KeyspaceMisses);
    }
}
