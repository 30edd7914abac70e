using Patterns.Queues.Channels;
using Patterns.Queues.Tests.Support;

namespace Patterns.Queues.Tests.Cases;

public abstract class ChannelCases(RecipeServer server) : QueueCases(server)
{
    [Fact]
    public async Task Subscribers_get_what_is_published_while_they_listen()
    {
        MessageChannel<string> channel = await CreateChannelAsync();
        Assert.Equal(0, await channel.PublishAsync("nobody hears", Cancellation));
        using var stop = new CancellationTokenSource();
        Task<List<string>> listening = ReadAsync(channel, count: 2, stop.Token);
        await Eventually.TrueAsync(
            async () => await channel.PublishAsync("first", Cancellation) > 0, "somebody listens");
        await channel.PublishAsync("second", Cancellation);

        List<string> heard = await Eventually.ResultAsync(listening);

        Assert.Equal(["first", "second"], heard);
        await Eventually.TrueAsync(
            async () => await channel.PublishAsync("nobody hears", Cancellation) == 0, "nobody listens any more");
    }

    [Fact]
    public async Task Messages_come_in_the_order_in_which_they_were_published()
    {
        MessageChannel<string> channel = await CreateChannelAsync();
        Task<List<string>> listening = ReadAsync(channel, count: 501, Cancellation);
        await Eventually.TrueAsync(
            async () => await channel.PublishAsync("begin", Cancellation) > 0, "somebody listens");
        string[] bodies = [.. Enumerable.Range(0, 500).Select(i => $"{i}")];
        await Task.WhenAll(bodies.Select(body => channel.PublishAsync(body, Cancellation)));

        Assert.Equal(["begin", .. bodies], await Eventually.ResultAsync(listening));
    }

    [Fact]
    public async Task What_is_no_message_is_skipped()
    {
        MessageChannel<string> channel = await CreateChannelAsync();
        Task<List<string>> listening = ReadAsync(channel, count: 1, Cancellation);
        StackExchange.Redis.RedisChannel raw =
            StackExchange.Redis.RedisChannel.Literal($"{Prefix}:1:{{c}}:channel");
        await Eventually.TrueAsync(
            async () => await (await DatabaseAsync()).PublishAsync(raw, "{no json") > 0, "somebody listens");
        await channel.PublishAsync("good", Cancellation);
        Assert.Equal(["good"], await Eventually.ResultAsync(listening));
    }

    [Fact]
    public async Task A_cancelled_subscriber_ends_without_an_exception()
    {
        MessageChannel<string> channel = await CreateChannelAsync();
        using var stop = new CancellationTokenSource();
        Task<List<string>> listening = ReadAsync(channel, count: 1, stop.Token);
        await stop.CancelAsync();
        Assert.Empty(await Eventually.ResultAsync(listening));
    }

    private static async Task<List<string>> ReadAsync(MessageChannel<string> channel, int count, CancellationToken stop)
    {
        var heard = new List<string>();
        await foreach (string message in channel.ReadAllAsync(stop))
        {
            if (message != heard.LastOrDefault())
            {
                heard.Add(message);
            }

            if (heard.Count == count)
            {
                break;
            }
        }

        return heard;
    }

    private async Task<MessageChannel<string>> CreateChannelAsync() => new(
        await DatabaseAsync(),
        "c",
        new MessageChannelOptions { KeyPrefix = Prefix, RedisTimeout = TimeSpan.FromSeconds(30) },
        timeProvider: Time);
}
