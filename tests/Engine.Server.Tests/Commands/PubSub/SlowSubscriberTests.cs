using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Commands.PubSub;

/// <summary>Subscribers that do not read what they get.</summary>
public sealed class SlowSubscriberTests : EngineTests
{
    private const int Limit = 64 * 1024;
    private const int SoftSeconds = 10;

    private static readonly string Message = new('x', 1000);

    [Fact]
    public async Task A_subscriber_that_does_not_read_is_closed_and_forgotten()
    {
        await using RespClient slow = await SubscribeAsync("SUBSCRIBE c");
        await SetLimitAsync(new OutputLimit(Limit, 0, 0));

        int sent = 0;
        while (await PublishAsync() == "(integer) 1")
            Assert.InRange(++sent, 0, 10_000);
        Assert.InRange(sent, Limit / Message.Length, 10_000);
        await AssertForgottenAsync();
    }

    [Fact]
    public async Task One_transaction_that_publishes_too_much_closes_the_subscriber_and_goes_on()
    {
        await using RespClient slow = await SubscribeAsync("PSUBSCRIBE c");
        await SetLimitAsync(new OutputLimit(Limit, 0, 0));

        await CallAsync("MULTI");
        for (int i = 0; i < 1000; i++)
            await PublishAsync();
        RespValue replies = await Client.CallAsync("EXEC");

        Assert.Equal(1000, replies.Items.Count);
        await AssertForgottenAsync();
    }

    [Fact]
    public async Task A_subscriber_above_the_soft_limit_is_closed_when_its_time_is_over()
    {
        await using RespClient slow = await SubscribeAsync("SSUBSCRIBE c");
        await SetLimitAsync(new OutputLimit(0, Limit, SoftSeconds));
        for (int i = 0; i < 1000; i++)
            await CallAsync($"SPUBLISH c {Message}");

        await PassAsync(TimeSpan.FromSeconds(SoftSeconds));
        Assert.Equal(2, State.Clients.Count);
        await PassAsync(TimeSpan.FromSeconds(2));
        await AssertForgottenAsync();
    }

    [Fact]
    public async Task A_client_that_is_no_subscriber_has_a_limit_of_its_own()
    {
        await SetLimitAsync(new OutputLimit(Limit, 0, 0));
        await CallAsync($"SET k {new string('x', Limit * 4)}");

        Assert.Equal(Limit * 4, (await Client.CallAsync("GET", "k")).Bytes.Length);
    }

    private Task<string> PublishAsync() => CallAsync($"PUBLISH c {Message}");

    private Task SetLimitAsync(OutputLimit limit) => Engine.RunAsync(() => State.Options.SubscriberOutputLimit = limit);

    private async Task<RespClient> SubscribeAsync(string command)
    {
        RespClient slow = Connect();
        await CallAsync(slow, command);
        return slow;
    }

    private async Task AssertForgottenAsync()
    {
        Assert.Equal("(integer) 0", await PublishAsync());
        Assert.Equal(1, State.Statistics.OutputLimitDisconnections);
        Assert.Equal(1, State.Clients.Count);
        Assert.Equal(0, State.PubSub.Channels.Count + State.PubSub.Patterns.Count + State.PubSub.ShardChannels.Count);
    }
}
