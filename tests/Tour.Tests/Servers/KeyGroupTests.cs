using StackExchange.Redis;
using Tour.Servers;

namespace Tour.Tests.Servers;

public sealed class KeyGroupTests(RedisForTour redis) : IClassFixture<RedisForTour>
{
    [Fact]
    public async Task A_group_knows_the_times_to_live_of_its_own_keys()
    {
        await using TourServer server = await redis.ConnectAsync();
        IDatabase database = server.Connection.GetDatabase();
        await database.StringSetAsync("lives:1", "x", TimeSpan.FromHours(1));
        await database.StringSetAsync("lives:2", "x");
        await database.StringSetAsync("other:1", "x", TimeSpan.FromHours(5));

        TimeSpan?[] lives = await new KeyGroup(server.Connection, "lives:").ReadTimesToLiveAsync();

        Assert.Equal(2, lives.Length);
        Assert.Contains(null, lives);
        Assert.InRange(lives.Max()!.Value, TimeSpan.FromMinutes(30), TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task Expiry_ends_more_keys_than_one_page_and_no_others()
    {
        await using TourServer server = await redis.ConnectAsync();
        IDatabase database = server.Connection.GetDatabase();
        await Task.WhenAll(Enumerable.Range(0, 2500).Select(
            number => database.StringSetAsync($"expires:{number}", "x", TimeSpan.FromHours(1))));
        await database.StringSetAsync("stays:1", "x", TimeSpan.FromHours(1));

        var group = new KeyGroup(server.Connection, "expires:");
        await group.ExpireAsync(TestContext.Current.CancellationToken);

        Assert.Empty(await group.ReadTimesToLiveAsync());
        Assert.False(await database.KeyExistsAsync("expires:0"));
        Assert.True(await database.KeyExistsAsync("stays:1"));
    }

    [Fact]
    public async Task Deletion_ends_the_keys_of_the_group_alone()
    {
        await using TourServer server = await redis.ConnectAsync();
        IDatabase database = server.Connection.GetDatabase();
        await database.StringSetAsync("goes:1", "x");
        await database.StringSetAsync("remains:1", "x");

        await new KeyGroup(server.Connection, "goes:").DeleteAsync();

        Assert.False(await database.KeyExistsAsync("goes:1"));
        Assert.True(await database.KeyExistsAsync("remains:1"));
    }
}
