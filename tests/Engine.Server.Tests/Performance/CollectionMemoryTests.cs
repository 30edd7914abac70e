using Engine.Server.Tests.Commands;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Performance;

/// <summary>Collections take at most the memory that they take in redis-server.</summary>
public sealed class CollectionMemoryTests(ReferenceRedis reference) : CommandTests(reference)
{
    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(512)]
    [InlineData(513)]
    [InlineData(1000)]
    [InlineData(10_000)]
    [InlineData(150_000)]
    public async Task A_hash_takes_at_most_what_it_takes_in_redis(int fields) => await CompareAsync(
        "HSET", Enumerable.Range(0, fields).SelectMany(i => (string[])[$"field:{i}", $"value {i}"]));

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(512)]
    [InlineData(513)]
    [InlineData(10_000)]
    public async Task A_set_of_integers_takes_at_most_what_it_takes_in_redis(int members) =>
        await CompareAsync("SADD", Enumerable.Range(0, members).Select(i => $"{i * 10}"));

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(1000)]
    [InlineData(10_000)]
    [InlineData(150_000)]
    public async Task A_set_takes_at_most_what_it_takes_in_redis(int members) =>
        await CompareAsync("SADD", Enumerable.Range(0, members).Select(i => $"key:{i:000000000000}"));

    [Theory]
    [InlineData(1, 1.0)]
    [InlineData(10, 1.0)]
    [InlineData(128, 1.0)]
    [InlineData(129, 0.7)]
    [InlineData(1000, 0.7)]
    [InlineData(10_000, 0.7)]
    [InlineData(150_000, 0.7)]
    public async Task A_large_sorted_set_takes_at_most_seven_tenths_of_what_it_takes_in_redis(int members, double share)
    {
        Random random = new(3);
        await CompareAsync(
            "ZADD",
            Enumerable.Range(0, members).SelectMany(i => (string[])[$"{random.Next()}", $"element:{i:000000000000}"]),
            share);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(1000)]
    [InlineData(20_000)]
    public async Task A_stream_takes_at_most_what_it_takes_in_redis(int entries)
    {
        IEnumerable<string> additions = Enumerable.Range(1, entries)
            .Select(i => $"XADD k {i}-1 user u{i} action view page /item/{i} ms {i} ok 1");
        string[] requests = [.. additions, "XGROUP CREATE k g 0", "XREADGROUP GROUP g c COUNT 10000 STREAMS k >"];
        await CompareAsync([.. requests.Select(request => request.Split(' '))]);
    }

    private Task CompareAsync(string command, IEnumerable<string> arguments, double share = 1) => CompareAsync(
        [.. arguments.Chunk(10_000).Select(chunk => (string[])[command, "k", .. chunk])], share);

    private async Task CompareAsync(IReadOnlyList<string[]> requests, double share = 1)
    {
        List<long> bytes = [];
        foreach (RespTarget target in (RespTarget[])[Reference.Target, EngineTarget])
        {
            await using RespClient client = await target.ConnectAsync(Cancellation);
            await client.CallAsync("DEL", "k");
            foreach (string[] request in requests)
                Assert.False((await client.CallAsync(request)).IsError);
            bytes.Add((await client.CallAsync("MEMORY", "USAGE", "k", "SAMPLES", "0")).Number);
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{bytes[0]} bytes in redis-server, {bytes[1]} here");
        Assert.InRange(bytes[1], 1, share * bytes[0]);
    }
}
