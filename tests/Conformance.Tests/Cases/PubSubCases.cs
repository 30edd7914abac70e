using System.Threading.Channels;
using Conformance.Tests.Targets;
using StackExchange.Redis;

namespace Conformance.Tests.Cases;

public abstract class PubSubCases(ConformanceTarget target) : ConformanceCases(target)
{
    [Theory]
    [InlineData(RedisProtocol.Resp2)]
    [InlineData(RedisProtocol.Resp3)]
    public async Task Messages_reach_subscribers_of_the_channel_and_of_a_pattern(RedisProtocol protocol)
    {
        await using ConnectionMultiplexer connection =
            await Target.ConnectAsync(options => options.Protocol = protocol);
        ISubscriber subscriber = connection.GetSubscriber();
        var received = Channel.CreateUnbounded<string>();
        await subscriber.SubscribeAsync(
            RedisChannel.Literal(Key("news")), (_, message) => received.Writer.TryWrite($"channel {message}"));
        await subscriber.SubscribeAsync(
            RedisChannel.Pattern(Key("n*")), (_, message) => received.Writer.TryWrite($"pattern {message}"));

        Assert.Equal(2, await Database.PublishAsync(RedisChannel.Literal(Key("news")), "hello"));

        string[] messages = [
            await received.Reader.ReadAsync(Cancellation), await received.Reader.ReadAsync(Cancellation)];
        Assert.Equal(["channel hello", "pattern hello"], messages.Order());
    }

    [Fact]
    public async Task Unsubscribed_client_hears_no_more()
    {
        ISubscriber subscriber = Target.Connection.GetSubscriber();
        RedisChannel channel = RedisChannel.Literal(Key("channel"));
        await subscriber.SubscribeAsync(channel, (_, _) => { });
        Assert.Equal(1, await Database.PublishAsync(channel, "heard"));
        await subscriber.UnsubscribeAsync(channel);
        Assert.Equal(0, await Database.PublishAsync(channel, "unheard"));
    }
}
