using Patterns.Queues.Lists;
using Patterns.Queues.Tests.Support;
using StackExchange.Redis;
using StackExchange.Redis.KeyspaceIsolation;

namespace Patterns.Queues.Tests.Cases;

public abstract class ListCases(RecipeServer server) : QueueCases(server)
{
    [Fact]
    public async Task Messages_come_in_order_and_leave_nothing_behind()
    {
        ListQueue<string> queue = await CreateListAsync();
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(i + 1, await queue.EnqueueAsync($"{i}", Cancellation));
        }

        ListConsumer<string> consumer = Keep(queue.OpenConsumer());
        await using var messages = consumer.ReadAllAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        for (int i = 0; i < 5; i++)
        {
            ListMessage<string> message = await NextAsync(messages);
            Assert.Equal($"{i}", message.Body);
            Assert.True(await message.CompleteAsync(Cancellation));
            Assert.False(await message.CompleteAsync(Cancellation));
        }

        Assert.Equal(0, await queue.CountAsync(Cancellation));
    }

    [Fact]
    public async Task What_is_handed_back_comes_next()
    {
        ListQueue<string> queue = await CreateListAsync();
        await queue.EnqueueAsync("a", Cancellation);
        await queue.EnqueueAsync("b", Cancellation);
        ListConsumer<string> consumer = Keep(queue.OpenConsumer());
        await using var messages = consumer.ReadAllAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        ListMessage<string> first = await NextAsync(messages);
        Assert.True(await first.HandBackAsync(Cancellation));
        Assert.False(await first.HandBackAsync(Cancellation));
        Assert.Equal("a", (await NextAsync(messages)).Body);
    }

    [Fact]
    public async Task What_a_dead_worker_held_goes_back_in_its_order()
    {
        ListQueue<string> queue = await CreateListAsync();
        IDatabase database = await DatabaseAsync();
        foreach (string body in (string[])["a", "b", "c"])
        {
            await queue.EnqueueAsync(body, Cancellation);
        }

        // A worker that took two messages and died long ago.
        await database.ListMoveAsync(queue.List, queue.Processing("dead"), ListSide.Right, ListSide.Left);
        await database.ListMoveAsync(queue.List, queue.Processing("dead"), ListSide.Right, ListSide.Left);
        await database.SortedSetAddAsync(queue.Workers, "dead", 1);
        await PassTimeUntilAsync(
            async () =>
            {
                await using ListConsumer<string> passing = queue.OpenConsumer();
                return await queue.CountAsync(Cancellation) == 3;
            },
            "the messages are back");

        ListConsumer<string> consumer = Keep(queue.OpenConsumer());
        await using var messages = consumer.ReadAllAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        foreach (string body in (string[])["a", "b", "c"])
        {
            Assert.Equal(body, (await NextAsync(messages)).Body);
        }
    }

    [Fact]
    public async Task A_worker_that_closes_leaves_what_it_held_to_others()
    {
        ListQueue<string> queue = await CreateListAsync();
        await queue.EnqueueAsync("held", Cancellation);
        ListConsumer<string> leaving = queue.OpenConsumer();
        await using (var messages = leaving.ReadAllAsync(Cancellation).GetAsyncEnumerator(Cancellation))
        {
            Assert.Equal("held", (await NextAsync(messages)).Body);
        }

        await leaving.DisposeAsync();
        Assert.Equal(1, await queue.CountAsync(Cancellation));
        Assert.Equal(0, await (await DatabaseAsync()).SortedSetLengthAsync(queue.Workers));
    }

    [Fact]
    public async Task A_worker_that_is_closed_while_it_waits_leaves_what_comes_to_others()
    {
        ListQueue<string> queue = await CreateListAsync();
        IServer server = (await Server.ConnectAsync()).GetServers()[0];
        ListConsumer<string> leaving = queue.OpenConsumer();
        await using var waiting = leaving.ReadAllAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        Task<bool> next = waiting.MoveNextAsync().AsTask();
        await PassTimeUntilAsync(
            async () => (await server.ClientListAsync()).Any(client => client.Flags.HasFlag(ClientFlags.Blocked)),
            "it waits");
        Task closing = leaving.DisposeAsync().AsTask();
        await queue.EnqueueAsync("a", Cancellation);
        await PassTimeUntilAsync(() => Task.FromResult(closing.IsCompleted && next.IsCompleted), "it is closed");
        await closing;
        Assert.False(await next);
        Assert.Equal(1, await queue.CountAsync(Cancellation));
        await foreach (ListMessage<string> message in leaving.ReadAllAsync(Cancellation))
        {
            Assert.Fail($"It is closed, and takes {message.Body}.");
        }

        Assert.Equal(0, await (await DatabaseAsync()).SortedSetLengthAsync(queue.Workers));
    }

    [Fact]
    public async Task Messages_come_from_a_database_with_a_prefix()
    {
        ListQueue<string> queue = await CreateListAsync(database: (await DatabaseAsync()).WithKeyPrefix("tenant:"));
        await queue.EnqueueAsync("hello", Cancellation);
        ListConsumer<string> consumer = Keep(queue.OpenConsumer());
        await using var messages = consumer.ReadAllAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        ListMessage<string> message = await NextAsync(messages);
        Assert.Equal("hello", message.Body);
        Assert.True(await message.CompleteAsync(Cancellation));
    }

    [Fact]
    public async Task What_is_no_message_is_removed()
    {
        ListQueue<string> queue = await CreateListAsync();
        await (await DatabaseAsync()).ListLeftPushAsync(queue.List, "{no json");
        await queue.EnqueueAsync("good", Cancellation);
        ListConsumer<string> consumer = Keep(queue.OpenConsumer());
        await using var messages = consumer.ReadAllAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        Assert.Equal("good", (await NextAsync(messages)).Body);
        Assert.Equal(0, await queue.CountAsync(Cancellation));
    }

    [Fact]
    public async Task A_message_whose_reply_is_lost_goes_back_and_what_is_held_does_not()
    {
        bool loses = false;
        ListQueue<string> queue = await CreateListAsync(
            connection => LosingReplies.Wrap(
                connection,
                (_, reply) => !reply.IsNull && Interlocked.Exchange(ref loses, false)
                    ? new RedisTimeoutException("The reply is lost.", CommandStatus.Sent)
                    : null));
        foreach (string body in (string[])["same", "same", "other"])
        {
            await queue.EnqueueAsync(body, Cancellation);
        }

        ListConsumer<string> consumer = Keep(queue.OpenConsumer());
        await using var messages = consumer.ReadAllAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        ListMessage<string>[] held = [await NextAsync(messages), null!, null!];
        Volatile.Write(ref loses, true);
        held[1] = await NextAsync(messages);
        held[2] = await NextAsync(messages);

        // The one that is held is of equal bytes with the one that was lost.
        Assert.Equal(["same", "other", "same"], held.Select(message => message.Body));
        Assert.Equal(0, await queue.CountAsync(Cancellation));
        foreach (ListMessage<string> message in held)
        {
            Assert.True(await message.CompleteAsync(Cancellation));
        }
    }

    private async Task<ListMessage<string>> NextAsync(IAsyncEnumerator<ListMessage<string>> messages)
    {
        Task<bool> next = messages.MoveNextAsync().AsTask();
        await PassTimeUntilAsync(() => Task.FromResult(next.IsCompleted), "a message comes");
        Assert.True(await next);
        return messages.Current;
    }

    private async Task<ListQueue<string>> CreateListAsync(
        Func<IConnectionMultiplexer, IConnectionMultiplexer>? wrap = null, IDatabase? database = null) => new(
        database ?? await DatabaseAsync(),
        "l",
        new ListQueueOptions
        {
            KeyPrefix = Prefix,
            Lease = TimeSpan.FromSeconds(3),
            RedisTimeout = TimeSpan.FromSeconds(30),
            OpenBlockingConnection = async _ =>
            {
                IConnectionMultiplexer connection = await Server.ConnectAnewAsync();
                return wrap?.Invoke(connection) ?? connection;
            },
        },
        timeProvider: Time);
}
