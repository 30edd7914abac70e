using Conformance.Tests.Targets;
using StackExchange.Redis;

namespace Conformance.Tests.Cases;

public abstract class StringCases(ConformanceTarget target) : ConformanceCases(target)
{
    [Fact]
    public async Task Value_comes_back_as_it_was_set()
    {
        byte[] value = [0, 1, 13, 10, 255];
        await Database.StringSetAsync(Key("k"), value);
        Assert.Equal(value, (byte[]?)await Database.StringGetAsync(Key("k")));
        Assert.True((await Database.StringGetAsync(Key("none"))).IsNull);
    }

    [Fact]
    public async Task Conditions_of_set_are_kept()
    {
        Assert.False(await Database.StringSetAsync(Key("k"), "a", when: When.Exists));
        Assert.True(await Database.StringSetAsync(Key("k"), "b", when: When.NotExists));
        Assert.False(await Database.StringSetAsync(Key("k"), "c", when: When.NotExists));
        Assert.Equal("b", await Database.StringSetAndGetAsync(Key("k"), "d"));
        Assert.Equal("d", await Database.StringGetDeleteAsync(Key("k")));
    }

    [Fact]
    public async Task Counters_count_up_and_down_exactly()
    {
        Assert.Equal(10, await Database.StringIncrementAsync(Key("n"), 10));
        Assert.Equal(7, await Database.StringDecrementAsync(Key("n"), 3));
        Assert.Equal(0.1, await Database.StringIncrementAsync(Key("f"), 0.1), 12);
        Assert.Equal(0.3, await Database.StringIncrementAsync(Key("f"), 0.2), 12);
        await Database.StringSetAsync(Key("text"), "x");
        var refusal = await Assert.ThrowsAsync<RedisServerException>(() => Database.StringIncrementAsync(Key("text")));
        Assert.Equal("ERR value is not an integer or out of range", refusal.Message);
    }

    [Fact]
    public async Task Parts_of_a_string_are_read_and_written()
    {
        await Database.StringSetAsync(Key("k"), "hello world");
        Assert.Equal("world", await Database.StringGetRangeAsync(Key("k"), -5, -1));
        Assert.Equal(11, (long)await Database.StringSetRangeAsync(Key("k"), 6, "redis"));
        Assert.Equal(12, await Database.StringAppendAsync(Key("k"), "!"));
        Assert.Equal("hello redis!", await Database.StringGetAsync(Key("k")));
        Assert.Equal(12, await Database.StringLengthAsync(Key("k")));
    }

    [Fact]
    public async Task Many_values_are_set_and_read_at_once()
    {
        KeyValuePair<RedisKey, RedisValue>[] pairs = [.. Enumerable.Range(0, 500)
            .Select(i => KeyValuePair.Create((RedisKey)Key($"{i}"), (RedisValue)i))];
        Assert.True(await Database.StringSetAsync(pairs));
        RedisValue[] values = await Database.StringGetAsync([.. pairs.Select(pair => pair.Key)]);
        Assert.Equal(pairs.Select(pair => pair.Value), values);
    }

    [Fact]
    public async Task Sixteen_megabytes_come_back()
    {
        byte[] value = new byte[16 * 1024 * 1024];
        new Random(3).NextBytes(value);
        await Database.StringSetAsync(Key("large"), value);
        byte[]? read = await Database.StringGetAsync(Key("large"));
        Assert.True(value.AsSpan().SequenceEqual(read));
        await Database.KeyDeleteAsync(Key("large"));
    }
}
