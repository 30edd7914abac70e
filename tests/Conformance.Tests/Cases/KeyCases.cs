using Conformance.Tests.Targets;
using StackExchange.Redis;

namespace Conformance.Tests.Cases;

public abstract class KeyCases(ConformanceTarget target) : ConformanceCases(target)
{
    [Fact]
    public async Task Expiry_is_set_prolonged_and_removed()
    {
        await Database.StringSetAsync(Key("k"), "v", TimeSpan.FromMinutes(10));
        Assert.InRange(
            (await Database.KeyTimeToLiveAsync(Key("k")))!.Value, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
        Assert.False(
            await Database.KeyExpireAsync(Key("k"), TimeSpan.FromMinutes(5), ExpireWhen.GreaterThanCurrentExpiry));
        Assert.True(
            await Database.KeyExpireAsync(Key("k"), TimeSpan.FromMinutes(20), ExpireWhen.GreaterThanCurrentExpiry));
        Assert.True(await Database.KeyPersistAsync(Key("k")));
        Assert.Null(await Database.KeyTimeToLiveAsync(Key("k")));
    }

    [Fact]
    public async Task Key_whose_time_is_past_is_gone()
    {
        await Database.StringSetAsync(Key("k"), "v");
        Assert.True(await Database.KeyExpireAsync(Key("k"), DateTime.UnixEpoch.AddYears(40)));
        Assert.False(await Database.KeyExistsAsync(Key("k")));
    }

    [Fact]
    public async Task Keys_are_renamed_copied_and_deleted()
    {
        await Database.StringSetAsync(Key("a"), "v", TimeSpan.FromHours(1));
        Assert.True(await Database.KeyRenameAsync(Key("a"), Key("b")));
        Assert.True(await Database.KeyCopyAsync(Key("b"), Key("c")));
        Assert.NotNull(await Database.KeyTimeToLiveAsync(Key("c")));
        Assert.Equal(2, await Database.KeyDeleteAsync([Key("a"), Key("b"), Key("c")]));
        Assert.Equal(RedisType.None, await Database.KeyTypeAsync(Key("b")));
    }

    [Fact]
    public async Task Scan_finds_every_key_by_its_pattern()
    {
        for (int i = 0; i < 1000; i++)
            _ = Database.StringSetAsync(Key($"scan:{i}"), i, flags: CommandFlags.FireAndForget);
        await Database.PingAsync();

        var found = new HashSet<string>();
        await foreach (
            RedisKey key in Target.Connection.GetServers()[0].KeysAsync(pattern: Key("scan:*"), pageSize: 50)
                .WithCancellation(Cancellation))
            found.Add(key!);

        Assert.Equal(1000, found.Count);
    }

    [Fact]
    public async Task Encodings_are_those_of_redis()
    {
        await Database.StringSetAsync(Key("int"), 123);
        await Database.StringSetAsync(Key("short"), "abc");
        await Database.StringSetAsync(Key("long"), new string('x', 45));
        Assert.Equal("int", await Database.KeyEncodingAsync(Key("int")));
        Assert.Equal("embstr", await Database.KeyEncodingAsync(Key("short")));
        Assert.Equal("raw", await Database.KeyEncodingAsync(Key("long")));
    }
}
