using System.Buffers;
using System.Text.Json;
using Patterns.Caching.Tests.Support;

namespace Patterns.Caching.Tests.Cases;

/// <summary>What stands in Redis, and what happens when something else stands there.</summary>
public abstract class EntryCases(RecipeServer server) : CacheCases(server)
{
    public static TheoryData<byte[]> UnreadableBytes => new(
        [],
        [1],
        "12"u8.ToArray(),
        Entry(version: 1, kind: 3, "1"u8),
        Entry(version: 3, kind: 3, "1"u8),
        Entry(version: 2, kind: 9, "1"u8),
        Entry(version: 2, kind: 0, []),
        Entry(version: 2, kind: 2, "1"u8),
        Entry(version: 2, kind: 3, "{"u8),
        Entry(version: 2, kind: 3, "1"u8, flags: 8),
        Entry(version: 2, kind: 3, [255, 255], flags: 64));

    [Fact]
    public async Task Entries_have_the_layout_that_other_releases_read()
    {
        RedisCache cache = await CreateAsync();
        await cache.SetAsync("null", (string?)null, cancellationToken: Cancellation);
        await cache.SetAsync("bytes", new byte[] { 0, 255 }, cancellationToken: Cancellation);
        await cache.SetAsync("text", "é", cancellationToken: Cancellation);
        await cache.SetAsync("json", new { Id = 1 }, cancellationToken: Cancellation);

        Assert.Equal(Entry(version: 2, kind: 0, []), await BytesOfAsync("null"));
        Assert.Equal(Entry(version: 2, kind: 1, [0, 255]), await BytesOfAsync("bytes"));
        Assert.Equal(Entry(version: 2, kind: 2, [0xC3, 0xA9]), await BytesOfAsync("text"));
        Assert.Equal(Entry(version: 2, kind: 3, "{\"Id\":1}"u8), await BytesOfAsync("json"));
    }

    [Fact]
    public async Task Strings_and_byte_arrays_come_back_as_they_were()
    {
        RedisCache cache = await CreateAsync(options => options.Serializer = new RefusingSerializer());
        byte[] bytes = [.. Enumerable.Range(0, 100_000).Select(i => (byte)i)];
        await cache.SetAsync("bytes", bytes, cancellationToken: Cancellation);
        await cache.SetAsync("text", "naïve 🙂 \0", cancellationToken: Cancellation);
        await cache.SetAsync("empty", "", cancellationToken: Cancellation);

        Assert.Equal(bytes, (await cache.TryGetAsync<byte[]>("bytes", Cancellation)).Value);
        Assert.Equal("naïve 🙂 \0", (await cache.TryGetAsync<string>("text", Cancellation)).Value);
        Assert.Equal("", (await cache.TryGetAsync<string>("empty", Cancellation)).Value);
    }

    [Theory]
    [MemberData(nameof(UnreadableBytes))]
    public async Task Unreadable_bytes_are_a_miss_that_is_counted_logged_and_overwritten(byte[] bytes)
    {
        using var measurements = new Measurements("Patterns.Caching", Prefix);
        RedisCache cache = await CreateAsync();
        await (await DatabaseAsync()).StringSetAsync(KeyOf("k"), bytes, TimeSpan.FromHours(1));

        await ExpectRefillAsync(cache);

        Assert.Equal(1, measurements.Sum("patterns.cache.reads", "unreadable"));
        Assert.Contains("'k'", Assert.Single(Logger[1002]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_of_another_type_is_a_miss_and_never_a_confusion()
    {
        RedisCache cache = await CreateAsync();
        await cache.SetAsync("text", "\"12\"", cancellationToken: Cancellation);
        await cache.SetAsync("json", 12, cancellationToken: Cancellation);

        Assert.Equal(CacheReadOutcome.Unreadable, (await cache.TryGetAsync<int>("text", Cancellation)).Outcome);
        Assert.Equal(CacheReadOutcome.Unreadable, (await cache.TryGetAsync<byte[]>("text", Cancellation)).Outcome);
        Assert.Equal(CacheReadOutcome.Unreadable, (await cache.TryGetAsync<string>("json", Cancellation)).Outcome);
    }

    [Fact]
    public async Task Unreadable_entries_write_at_most_one_line_a_minute()
    {
        RedisCache cache = await CreateAsync();
        await (await DatabaseAsync()).StringSetAsync(KeyOf("k"), "?");
        for (int read = 0; read < 5; read++)
        {
            Assert.Equal(CacheReadOutcome.Unreadable, (await cache.TryGetAsync<int>("k", Cancellation)).Outcome);
        }

        Assert.Single(Logger[1002]);
        await Clock.AdvanceAsync(TimeSpan.FromMinutes(1), Cancellation);
        await cache.TryGetAsync<int>("k", Cancellation);

        Assert.Contains(" 4 more were not logged", Logger[1002][1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_that_cannot_be_written_is_returned_all_the_same()
    {
        using var measurements = new Measurements("Patterns.Caching", Prefix);
        RedisCache cache = await CreateAsync();
        var loop = new Node();
        loop.Next = loop;

        Node value = await ReadAsync(cache, "k", loop);

        Assert.Same(loop, value);
        Assert.Same(loop, await ReadAsync(cache, "k", loop));
        Assert.Single(Logger[1003]);
        Assert.Equal(2, measurements.Sum("patterns.cache.fills", "unwritable"));
        await Assert.ThrowsAsync<JsonException>(
            async () => await cache.SetAsync("k", loop, null, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task A_type_that_the_serializer_does_not_know_is_an_error_of_the_program()
    {
        RedisCache cache = await CreateAsync(
            options => options.Serializer = new JsonCacheSerializer(TestJsonContext.Default));
        await cache.SetAsync("known", new Known(1), cancellationToken: Cancellation);
        Assert.Equal(1, (await cache.TryGetAsync<Known>("known", Cancellation)).Value.Id);

        NotSupportedException error = await Assert.ThrowsAsync<NotSupportedException>(
            () => ReadAsync(cache, "k", new Node()));
        Assert.Contains("[JsonSerializable(typeof(Node))]", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<NotSupportedException>(
            async () => await cache.TryGetAsync<Node>("known", Cancellation));
    }

    [Fact]
    public async Task The_callers_json_options_count()
    {
        RedisCache cache = await CreateAsync(options => options.Serializer = new JsonCacheSerializer(
            new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseUpper }));
        await cache.SetAsync("k", new { TheId = 1 }, cancellationToken: Cancellation);
        Assert.Equal(Entry(version: 2, kind: 3, "{\"THE_ID\":1}"u8), await BytesOfAsync("k"));
    }

    /// <summary>An entry as other releases know it: version, kind, flags, a byte for later, the stamp, the end of the
    /// lease, how long its key outlives its time (4,000 ms), and the cost of its source.</summary>
    private static byte[] Entry(byte version, byte kind, ReadOnlySpan<byte> payload, byte flags = 0)
        => [version, kind, flags, 0, .. new byte[8], .. new byte[8], 0, 0, 15, 160, 0, 0, 0, 0, .. payload];

    /// <summary>The bytes of an entry, but for the stamp, which is drawn at random.</summary>
    private async Task<byte[]> BytesOfAsync(string name)
    {
        byte[] bytes = ((byte[]?)await (await DatabaseAsync()).StringGetAsync(KeyOf(name)))!;
        bytes.AsSpan(4, 8).Clear();
        return bytes;
    }

    private static async Task ExpectRefillAsync(RedisCache cache)
    {
        int value = await cache.GetOrSetAsync(
            "k",
            (context, _) =>
            {
                Assert.Equal(CacheReadOutcome.Unreadable, context.Reason);
                return ValueTask.FromResult(12);
            },
            cancellationToken: Cancellation);

        Assert.Equal(12, value);
        Assert.Equal(12, (await cache.TryGetAsync<int>("k", Cancellation)).Value);
    }

    private sealed class Node
    {
        public Node? Next { get; set; }
    }

    private sealed class RefusingSerializer : ICacheSerializer
    {
        public void Serialize<T>(IBufferWriter<byte> destination, T value) => throw new NotSupportedException();

        public T Deserialize<T>(ReadOnlyMemory<byte> source) => throw new NotSupportedException();
    }
}
