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

    [Fact]
    public async Task A_server_that_is_not_there_is_refused_with_its_address_and_without_the_password()
    {
        TourException refusal = await Assert.ThrowsAsync<TourException>(
            () => TourServer.ConnectAsync("127.0.0.1:1,password=hidden,connectRetry=1,connectTimeout=500"));

        Assert.StartsWith("There is no usable Redis at 127.0.0.1:1: ", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_malformed_configuration_is_refused_with_its_fault()
    {
        TourException refusal = await Assert.ThrowsAsync<TourException>(
            () => TourServer.ConnectAsync("127.0.0.1:6379,noSuchOption=1"));

        Assert.StartsWith(
            "--redis is no configuration of StackExchange.Redis: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("noSuchOption", refusal.Message, StringComparison.Ordinal);
    }
}
