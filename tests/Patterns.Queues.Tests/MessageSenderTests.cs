using Microsoft.Extensions.Logging.Abstractions;
using Patterns.Core;
using Patterns.Core.Resilience;
using Patterns.Queues.Storage;
using Patterns.Queues.Telemetry;
using Patterns.Queues.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Queues.Tests;

public sealed class MessageSenderTests : IAsyncLifetime
{
    private readonly HeldScripts _scripts;
    private readonly MessageSender _sender;
    private int _sent;

    public MessageSenderTests()
    {
        (IDatabase database, _scripts) = HeldScripts.Create();
        var gate = new RedisGate(
            database,
            new RedisGateOptions(TimeSpan.FromMinutes(5), new CircuitOptions(), Pipeline: null),
            new QueueMetrics("test", "test", NullLogger.Instance),
            TimeProvider.System);
        _sender = new MessageSender(gate, new QueueKeys("test").Queue("q"), "1 0 0", 0);
    }

    public async ValueTask InitializeAsync()
    {
        // Once Redis has the script, calls follow each other.
        OutgoingMessage first = Send();
        OutgoingMessage second = Send();
        Assert.Equal([1], Sizes);
        ReplyToAll();
        await first.Task;
        Assert.Equal([1, 1], Sizes);
        ReplyToAll();
        await second.Task;
        _scripts.Calls.Clear();
        _sent = 0;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private IEnumerable<int> Sizes => _scripts.Calls.Select(call => MessagesOf(call.Arguments).Count());

    [Fact]
    public async Task Who_sends_alone_never_waits()
    {
        for (int i = 1; i <= 5; i++)
        {
            OutgoingMessage message = Send();
            Assert.Equal(i, _scripts.Calls.Count);
            ReplyToAll();
            await message.Task;
        }

        Assert.All(Sizes, size => Assert.Equal(1, size));
    }

    [Fact]
    public void What_comes_while_calls_are_under_way_gathers_until_it_is_as_many()
    {
        for (int i = 0; i < 30; i++)
        {
            Send();
        }

        Assert.Equal([1, 1, 2, 4, 8], Sizes);
    }

    [Fact]
    public async Task Messages_keep_their_order_and_each_hears_of_itself()
    {
        OutgoingMessage[] messages = [.. Enumerable.Range(0, 500).Select(_ => Send())];
        Task<EnqueueResult[]> results = Task.WhenAll(messages.Select(async message =>
            message.Read((await message.Task).Value!)));
        await Eventually.TrueAsync(
            () =>
            {
                ReplyToAll();
                return Task.FromResult(results.IsCompleted);
            },
            "all are sent");

        Assert.Equal(Enumerable.Range(0, 500), _scripts.Calls.SelectMany(call => MessagesOf(call.Arguments)));
        Assert.Equal(
            Enumerable.Range(0, 500).Select(i => new EnqueueResult(EnqueueOutcome.Duplicate, $"first {i}")),
            await results);
    }

    [Fact]
    public void No_call_is_longer_than_a_full_one_and_a_full_one_goes_at_once()
    {
        for (int i = 0; i < 1000; i++)
        {
            Send();
        }

        Assert.Equal(64, Sizes.Max());
        Assert.InRange(Sizes.Sum(), 1000 - 63, 1000);
    }

    [Fact]
    public void Large_messages_go_with_calls_of_their_own()
    {
        for (int i = 0; i < 40; i++)
        {
            Send(bytes: 1024 * 1024);
        }

        Assert.All(Sizes, size => Assert.Equal(1, size));
    }

    [Fact]
    public async Task A_call_that_fails_fails_for_each_of_its_messages_and_the_next_goes()
    {
        OutgoingMessage[] messages = [.. Enumerable.Range(0, 4).Select(_ => Send())];
        Assert.Equal([1, 1, 2], Sizes);
        foreach ((_, TaskCompletionSource<RedisResult> reply) in _scripts.Calls)
        {
            reply.SetException(new RedisServerException("OOM command not allowed"));
        }

        foreach (OutgoingMessage message in messages)
        {
            Assert.Equal(RedisFailure.ServerError, (await message.Task).Failure);
        }

        OutgoingMessage next = Send();
        ReplyToAll();
        Assert.Equal(RedisFailure.None, (await next.Task).Failure);
    }

    [Fact]
    public async Task A_fault_of_the_program_reaches_those_whom_it_concerns()
    {
        OutgoingMessage message = Send();
        _scripts.Calls.Single().Reply.SetException(new InvalidOperationException("a fault"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => message.Task);
    }

    // A message is its number and nothing else.
    private OutgoingMessage Send(long bytes = 100)
    {
        var message = new OutgoingMessage("id", [_sent++], bytes, throttle: null);
        _sender.Send(message);
        return message;
    }

    private static IEnumerable<int> MessagesOf(RedisValue[] arguments)
        => arguments.Skip(2).Select(argument => (int)argument);

    private void ReplyToAll()
    {
        foreach ((RedisValue[] arguments, TaskCompletionSource<RedisResult> reply) in _scripts.Calls)
        {
            RedisResult[] rows = [.. MessagesOf(arguments).Select(DuplicateOf)];
            reply.TrySetResult(RedisResult.Create(rows));
        }
    }

    private static RedisResult DuplicateOf(int number)
        => RedisResult.Create([RedisResult.Create((RedisValue)0), RedisResult.Create((RedisValue)$"first {number}")]);
}
