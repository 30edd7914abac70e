using System.Text;
using Engine.Server.DataTypes;
using Redis.Fixtures;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.DataTypes;

public sealed class GlobPatternTests(ReferenceRedis reference) : IClassFixture<ReferenceRedis>
{
    private const int PatternsPerBatch = 500;

    private static readonly string[] s_pieces =
    [
        "*", "**", "?", "a", "b", "B", "c", "-", "]", "^", "\\", "\\*", "\\a", "[", "[a", "[ab]", "[^a]", "[^", "[]",
        "[^]", "[a-c]", "[c-a]", "[a-", "[-a]", "[\\]]", "[\\a-c]", "[A-c]", "[^b-]", "[a\\",
        "[[]", "\u00e9", "[\u0080-a]", "[a-\u00ff]", "\0", "[\0-b]",
    ];

    private static readonly string[] s_texts =
        ["a", "b", "B", "c", "-", "]", "^", "\\", "*", "[", "\u00e9", "\u00ff", "\0", "?"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact, Trait("Category", "Soak")]
    public async Task Random_patterns_choose_the_keys_that_redis_chooses()
    {
        int seed = Soak.Iterations(usual: 7, soak: Random.Shared.Next());
        var random = new Random(seed);
        await using RespClient redis = await reference.ConnectAsync(Cancellation);
        for (int batch = 0; batch < Soak.Iterations(usual: 6, soak: 1000); batch++)
        {
            byte[][] keys =
                [.. Enumerable.Range(0, 30).Select(_ => Join(random, s_texts, 6)).DistinctBy(Convert.ToHexString)];
            await CallAsync(redis, "FLUSHALL"u8.ToArray());
            await CallAsync(redis, ["MSET"u8.ToArray(), .. keys.SelectMany(key => (byte[][])[key, key])]);
            byte[][] patterns = [.. Enumerable.Range(0, PatternsPerBatch).Select(_ => Join(random, s_pieces, 5))];
            foreach (byte[] pattern in patterns)
                await redis.SendAsync([(byte[])[.. "KEYS"u8], pattern], Cancellation);
            foreach (byte[] pattern in patterns)
            {
                RespValue chosen = await redis.ReadAsync(Cancellation);
                IEnumerable<string> expected = chosen.Items.Select(key => Show(key.Bytes.ToArray()));
                IEnumerable<string> actual = keys.Where(key => KeysMatches(pattern, key)).Select(Show);
                Assert.True(
                    expected.ToHashSet().SetEquals(actual),
                    $"{Show(pattern)} chooses {string.Join(' ', expected)} in Redis, "
                    + $"{string.Join(' ', actual)} here; seed {seed}.");
            }
        }
    }

    [Fact]
    public async Task Letter_case_is_ignored_as_redis_ignores_it()
    {
        await using RespClient redis = await reference.ConnectAsync(Cancellation);
        byte[][] names = [.. (await redis.CallAsync("COMMAND", "LIST")).Items.Select(name => name.Bytes.ToArray())];
        string[] pieces =
            [.. s_pieces, "G", "g", "E", "[D-G]", "[f-H]", "[^A-P]", "[\\G]", "[\u00e9-G]", "[A-\u00ff]", "[_-b]"];
        var random = new Random(11);
        for (int i = 0; i < 1000; i++)
        {
            byte[] pattern = [.. Join(random, pieces, 4), .. "*"u8];
            RespValue chosen = await CallAsync(
                redis,
                "COMMAND"u8.ToArray(),
                "LIST"u8.ToArray(),
                "FILTERBY"u8.ToArray(),
                "PATTERN"u8.ToArray(),
                pattern);
            IEnumerable<string> expected = chosen.Items.Select(name => name.Text).Order();
            IEnumerable<string> actual =
                names.Where(name => GlobPattern.Matches(pattern, name, ignoreCase: true)).Select(Show).Order();
            Assert.True(expected.SequenceEqual(actual),
                $"{Show(pattern)} chooses {string.Join(' ', expected)} in Redis, {string.Join(' ', actual)} here.");
        }
    }

    [Fact]
    public void A_pattern_of_many_stars_takes_no_more_than_the_product_of_the_lengths()
    {
        byte[] pattern = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("a*", 5000)) + "b");
        byte[] text = Encoding.ASCII.GetBytes(new string('a', 20_000));

        Assert.False(GlobPattern.Matches(pattern, text));
    }

    [Fact]
    public void An_empty_text_is_matched_by_an_empty_pattern_only()
    {
        Assert.True(GlobPattern.Matches([], []));
        Assert.False(GlobPattern.Matches("*"u8, []));
    }

    /// <summary>KEYS knows the star alone without trying it.</summary>
    private static bool KeysMatches(byte[] pattern, byte[] key) =>
        pattern is [(byte)'*'] || GlobPattern.Matches(pattern, key);

    private static async Task<RespValue> CallAsync(RespClient redis, params byte[][] command)
    {
        await redis.SendAsync([.. command.Select(argument => (ReadOnlyMemory<byte>)argument)], Cancellation);
        return await redis.ReadAsync(Cancellation);
    }

    private static byte[] Join(Random random, string[] pieces, int most) => Encoding.Latin1.GetBytes(
        string.Concat(Enumerable.Range(0, random.Next(most + 1)).Select(_ => pieces[random.Next(pieces.Length)])));

    private static string Show(byte[] text) => Encoding.Latin1.GetString(text);
}
