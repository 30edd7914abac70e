using Tour.Servers;

namespace Tour.Tests.Servers;

public sealed class TourServerTests(RedisForTour redis) : IClassFixture<RedisForTour>
{
    [Fact]
    public async Task The_report_names_the_server_and_its_address()
    {
        await using TourServer server = await redis.ConnectAsync();

        Assert.Matches(@"^Redis \d+\.\d+\.\d+ at 127\.0\.0\.1:\d+$", server.Description);
    }

    [Fact]
    public async Task The_server_counts_what_was_sent_to_it()
    {
        await using TourServer server = await redis.ConnectAsync();
        ServerStatistics before = await ServerStatistics.ReadAsync(server.Connection);

        await server.Connection.GetDatabase().StringGetAsync("missing");
        await server.Connection.GetDatabase().StringGetAsync("missing");

        ServerStatistics difference = (await ServerStatistics.ReadAsync(server.Connection)).Since(before);
        Assert.Equal(2, difference.CallsOf("get"));
        Assert.Equal(2, difference.Commands);
        Assert.Equal(2, difference.KeyspaceMisses);
    }

    [Theory]
    [InlineData("127.0.0.1:1,connectRetry=1,connectTimeout=500")]
    [InlineData("127.0.0.1:6379,noSuchOption=1")]
    public async Task A_server_that_cannot_be_used_is_refused_with_a_sentence(string configuration)
    {
        TourException refusal = await Assert.ThrowsAsync<TourException>(() => TourServer.ConnectAsync(configuration));

        Assert.StartsWith($"There is no usable Redis at '{configuration}': ", refusal.Message, StringComparison.Ordinal);
    }
}
