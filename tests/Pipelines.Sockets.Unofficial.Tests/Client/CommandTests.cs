using Pipelines.Sockets.Unofficial.Tests.Connections;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Pipelines.Sockets.Unofficial.Tests.Client;

/// <summary>Replies of every shape, through both protocols.</summary>
public sealed class CommandTests(SingleRedis redis)
{
    [Theory(Timeout = TestTimeout.Milliseconds)]
    [InlineData(RedisProtocol.Resp2)]
    [InlineData(RedisProtocol.Resp3)]
    public async Task Strings_and_counters(RedisProtocol protocol)
    {
        await using var client = await RedisClient.ConnectAsync(redis.EndPoint, protocol);
        var (database, key) = (client.GetDatabase(), SingleRedis.NewKeyPrefix());

        Assert.True(await database.StringSetAsync(key, "hello", TimeSpan.FromMinutes(1)));
        Assert.Equal("hello", await database.StringGetAsync(key));
        Assert.Equal("hello", database.StringGet(key));
        Assert.Equal(1.5, await database.StringIncrementAsync(key + "float", 1.5));
        Assert.True((await database.StringGetAsync(key + "missing")).IsNull);
        Assert.Equal([RedisValue.Null, "hello"], await database.StringGetAsync([key + "missing", key]));
        var error = await Assert.ThrowsAsync<RedisServerException>(() => database.StringIncrementAsync(key));
        Assert.Equal("ERR value is not an integer or out of range", error.Message);
    }

    [Theory(Timeout = TestTimeout.Milliseconds)]
    [InlineData(RedisProtocol.Resp2)]
    [InlineData(RedisProtocol.Resp3)]
    public async Task Collections(RedisProtocol protocol)
    {
        await using var client = await RedisClient.ConnectAsync(redis.EndPoint, protocol);
        var (database, key) = (client.GetDatabase(), SingleRedis.NewKeyPrefix());

        await database.HashSetAsync(key + "hash", [new("field", "value"), new("number", 7)]);
        var hash = await database.HashGetAllAsync(key + "hash");
        Assert.Equal(["field=value", "number=7"], hash.Select(static entry => $"{entry.Name}={entry.Value}").Order());

        await database.SetAddAsync(key + "set", ["a", "b", "c"]);
        var members = await database.SetMembersAsync(key + "set");
        Assert.Equal(["a", "b", "c"], members.Select(static member => (string)member!).Order());

        await database.SortedSetAddAsync(key + "ranks", [new("low", -1), new("high", double.PositiveInfinity)]);
        Assert.Equal(
            [new SortedSetEntry("high", double.PositiveInfinity), new SortedSetEntry("low", -1)],
            await database.SortedSetRangeByRankWithScoresAsync(key + "ranks", order: Order.Descending));
        Assert.Equal([-1, null], await database.SortedSetScoresAsync(key + "ranks", ["low", "missing"]));

        await database.GeoAddAsync(
            key + "map", [new(13.361389, 38.115556, "Palermo"), new(15.087269, 37.502669, "Catania")]);
        var near = await database.GeoSearchAsync(
            key + "map", "Palermo", new GeoSearchCircle(200, GeoUnit.Kilometers), order: Order.Ascending);
        Assert.Equal(["Palermo", "Catania"], near.Select(static place => (string)place.Member!));
        Assert.Equal(166.2742, near[1].Distance!.Value, precision: 4);
        var positions = await database.GeoPositionAsync(key + "map", ["Palermo", "Catania"]);
        Assert.Equal([13.3614, 15.0873], positions.Select(static place => Math.Round(place!.Value.Longitude, 4)));
    }

    [Theory(Timeout = TestTimeout.Milliseconds)]
    [InlineData(RedisProtocol.Resp2)]
    [InlineData(RedisProtocol.Resp3)]
    public async Task Streams_and_their_groups(RedisProtocol protocol)
    {
        await using var client = await RedisClient.ConnectAsync(redis.EndPoint, protocol);
        var (database, key) = (client.GetDatabase(), SingleRedis.NewKeyPrefix());
        await database.StreamAddAsync(key, [new("name", "first"), new("size", 1)], "1-1");
        await database.StreamAddAsync(key, "name", "second", "2-1");
        await database.StreamCreateConsumerGroupAsync(key, "group", "0-0");

        var entries = await database.StreamRangeAsync(key);
        Assert.Equal(["1-1 name=first size=1", "2-1 name=second"], entries.Select(Describe));
        var streams = await database.StreamReadAsync([new StreamPosition(key, "1-1")]);
        Assert.Equal(["2-1 name=second"], Assert.Single(streams).Entries.Select(Describe));
        Assert.Equal(2, (await database.StreamReadGroupAsync(key, "group", "worker", ">")).Length);

        var pending = await database.StreamPendingAsync(key, "group");
        Assert.Equal(
            "2 from 1-1 to 2-1",
            $"{pending.PendingMessageCount} from {pending.LowestPendingMessageId} "
            + $"to {pending.HighestPendingMessageId}");
        var consumer = Assert.Single(pending.Consumers);
        Assert.Equal("worker 2", $"{consumer.Name} {consumer.PendingMessageCount}");
        var messages = await database.StreamPendingMessagesAsync(key, "group", 10, "worker");
        Assert.Equal(["1-1", "2-1"], messages.Select(static message => (string)message.MessageId!));
        var claimed = await database.StreamAutoClaimAsync(key, "group", "other", 0, "0-0");
        Assert.Equal(["1-1 name=first size=1", "2-1 name=second"], claimed.ClaimedEntries.Select(Describe));
        Assert.Equal(1, await database.StreamAcknowledgeAsync(key, "group", "1-1"));

        var info = await database.StreamInfoAsync(key);
        Assert.Equal((2, "1-1 name=first size=1"), (info.Length, Describe(info.FirstEntry)));
        Assert.Equal(1, Assert.Single(await database.StreamGroupInfoAsync(key)).PendingMessageCount);
        Assert.Equal(2, (await database.StreamConsumerInfoAsync(key, "group")).Length);
    }

    [Theory(Timeout = TestTimeout.Milliseconds)]
    [InlineData(RedisProtocol.Resp2)]
    [InlineData(RedisProtocol.Resp3)]
    public async Task Scripts_with_nested_replies(RedisProtocol protocol)
    {
        await using var client = await RedisClient.ConnectAsync(redis.EndPoint, protocol);
        var database = client.GetDatabase();

        var nested = (RedisResult[])(await database.ScriptEvaluateAsync(
            "return {1, {2, {3, {}}}, ARGV[1], KEYS[1]}", ["key"], ["a"]))!;
        Assert.Equal("1 a key", $"{nested[0]} {nested[2]} {nested[3]}");
        var inner = (RedisResult[])nested[1]!;
        Assert.Equal(3, (int)((RedisResult[])inner[1]!)[0]);
        Assert.Empty((RedisResult[])((RedisResult[])inner[1]!)[1]!);

        var many = (int[])(await database.ScriptEvaluateAsync(
            "local t = {} for i = 1, 20000 do t[i] = i end return t"))!;
        Assert.Equal(Enumerable.Range(1, 20_000), many);
        var pairs = (RedisResult[])(await database.ScriptEvaluateAsync(
            "local t = {} for i = 1, 5000 do t[i] = {i, {'x', i}} end return t"))!;
        Assert.All(pairs.Index(), static pair => Assert.Equal(
            $"{pair.Index + 1} x {pair.Index + 1}", $"{pair.Item[0]} {pair.Item[1][0]} {pair.Item[1][1]}"));
        var prepared = LuaScript.Prepare("return @value");
        Assert.Equal("7", (string?)await database.ScriptEvaluateAsync(prepared, new { value = 7 }));
    }

    [Theory(Timeout = TestTimeout.Milliseconds)]
    [InlineData(RedisProtocol.Resp2)]
    [InlineData(RedisProtocol.Resp3)]
    public async Task Transactions_commit_or_refuse_as_a_whole(RedisProtocol protocol)
    {
        await using var client = await RedisClient.ConnectAsync(redis.EndPoint, protocol);
        var (database, key) = (client.GetDatabase(), SingleRedis.NewKeyPrefix());

        var granted = database.CreateTransaction();
        granted.AddCondition(Condition.KeyNotExists(key));
        var counted = granted.StringIncrementAsync(key);
        var listed = granted.ListRightPushAsync(key + "list", ["a", "b"]);
        Assert.True(await granted.ExecuteAsync());
        Assert.Equal((1, 2), (await counted, await listed));

        var refused = database.CreateTransaction();
        refused.AddCondition(Condition.KeyNotExists(key));
        var cancelled = refused.StringIncrementAsync(key);
        Assert.False(await refused.ExecuteAsync());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal(1, await database.StringGetAsync(key));
    }

    [Theory(Timeout = TestTimeout.Milliseconds)]
    [InlineData(RedisProtocol.Resp2)]
    [InlineData(RedisProtocol.Resp3)]
    public async Task Published_messages_reach_every_handler_in_order(RedisProtocol protocol)
    {
        const int Count = 10_000;
        await using var client = await RedisClient.ConnectAsync(redis.EndPoint, protocol);
        var subscriber = client.GetSubscriber();
        var channel = RedisChannel.Literal(SingleRedis.NewKeyPrefix());
        var queue = await subscriber.SubscribeAsync(channel);
        var (first, second) = (0, 0);
        await subscriber.SubscribeAsync(channel, (_, _) => Interlocked.Increment(ref first));
        await subscriber.SubscribeAsync(channel, (_, _) => Interlocked.Increment(ref second));

        for (var number = 0; number < Count; number++)
        {
            await subscriber.PublishAsync(channel, number, CommandFlags.FireAndForget);
        }

        for (var number = 0; number < Count; number++)
        {
            var message = await queue.ReadAsync(TestContext.Current.CancellationToken);
            Assert.Equal(number, (int)message.Message);
        }

        await Eventually.TrueAsync(() => Volatile.Read(ref first) == Count && Volatile.Read(ref second) == Count);
    }

    private static string Describe(StreamEntry entry) =>
        $"{entry.Id} {string.Join(' ', entry.Values.Select(static value => $"{value.Name}={value.Value}"))}";
}
