using System.Text;
using Redis.Fixtures;
using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Persistence;

/// <summary>A snapshot that is not what was written is refused, with its name and the place.</summary>
public sealed class SnapshotDamageTests
{
    private static readonly string s_folder = Path.GetTempPath();
    private static readonly string s_path = Path.Combine(s_folder, "dump.rdb");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact, Trait("Category", "Soak")]
    public async Task Mutated_snapshots_are_refused_with_file_and_offset()
    {
        byte[] sound = await SnapshotAsync();
        int refused = 0;
        int rounds = Soak.Iterations(usual: 150, soak: 100_000);
        for (int seed = 0; seed < rounds; seed++)
        {
            var random = new Random(seed);
            byte[] mutated = Mutation.Of(sound, random);
            if (mutated.AsSpan().StartsWith(sound))
            {
                // All of it is there; what follows is not looked at, as in Redis.
                await using EngineServer engine = await StartAsync(mutated);
                continue;
            }

            InvalidDataException failure = await Assert.ThrowsAsync<InvalidDataException>(() => StartAsync(mutated));
            Assert.Contains($"The file '{s_path}' cannot be loaded: at offset ", failure.Message);
            refused++;
        }

        Assert.True(refused > rounds / 2, $"Only {refused} files were mutated.");
    }

    [Fact, Trait("Category", "Soak")]
    public async Task Mutated_snapshots_without_a_checksum_load_or_are_refused()
    {
        byte[] sound = await SnapshotAsync();
        sound.AsSpan(^8..).Clear();
        int loaded = 0;
        for (int seed = 0; seed < Soak.Iterations(usual: 150, soak: 100_000); seed++)
        {
            try
            {
                await using EngineServer engine = await StartAsync(Mutation.Of(sound, new Random(seed)));
                loaded++;
            }
            catch (InvalidDataException failure)
            {
                Assert.Contains("at offset ", failure.Message);
            }
        }

        Assert.True(loaded > 0, "A bit in a value does no harm.");
    }

    [Fact]
    public async Task What_follows_the_checksum_is_not_looked_at()
    {
        byte[] sound = await SnapshotAsync();
        await using EngineServer engine = await StartAsync([.. sound, .. sound.AsSpan(^20..)]);
        await using RespClient client = new(engine.Connect());
        Assert.NotEqual("0", (await client.CallAsync("DBSIZE")).Text);
    }

    [Theory]
    [InlineData("REDIS0013", "it is of version 13; versions 1 to 12 can be loaded")]
    [InlineData("REDIS0000", "it is of version 0")]
    [InlineData("RUBIS0010", "it does not begin as a snapshot does")]
    [InlineData("REDIS001", "the file ends within its header")]
    [InlineData("", "the file ends within its header")]
    [InlineData("REDIS0010\u0007", "a record has the type 7, which Redis 7.0 does not know")]
    [InlineData("REDIS0012\u0018\u0001k", "a record has the type 24, which Redis 7.0 does not know")]
    [InlineData("REDIS0010\u00fe\u0020", "keys of database 32 follow")]
    [InlineData("REDIS0010\u0000\u0001k\u0001v\u0000\u0001k\u0001v", "the key 'k' stands for a second time")]
    [InlineData("REDIS0010\u0000\u0001k\u0001v\u00ff", "the file ends before its checksum")]
    [InlineData("REDIS0010\u0000\u0001k", "the file ends within a record")]
    public async Task What_is_wrong_is_said(string file, string expected)
    {
        InvalidDataException failure =
            await Assert.ThrowsAsync<InvalidDataException>(() => StartAsync(Encoding.Latin1.GetBytes(file)));
        Assert.Contains(expected, failure.Message);
    }

    [Theory]
    [InlineData("REDIS0001\u0000\u0001k\u0001v\u00ff")]
    [InlineData("REDIS0003\u00fd\u00ff\u00ff\u00ff\u007f\u0000\u0001k\u0001v\u00ff")]
    [InlineData("REDIS0012\u00fa\u0001a\u0001b\u00f9\u0007\u0000\u0001k\u0001v\u00ff\0\0\0\0\0\0\0\0")]
    public async Task Old_and_new_versions_are_loaded(string file)
    {
        await using EngineServer engine = await StartAsync(Encoding.Latin1.GetBytes(file));
        await using RespClient client = new(engine.Connect());
        Assert.Equal("v", (await client.CallAsync("GET", "k")).Text);
    }

    [Fact]
    public async Task Values_that_span_many_windows_of_the_file_are_loaded()
    {
        var files = new DyingFiles();
        string expected;
        await using (EngineServer engine = await EngineServer.StartAsync(Options(files)))
        {
            await using RespClient client = new(engine.Connect());
            await client.CallAsync("CONFIG", "SET", "rdbcompression", "no");
            for (int i = 0; i < 40; i++)
            {
                await client.CallAsync("SET", $"large:{i}", new string((char)('a' + i % 26), 150_000));
                await client.CallAsync("RPUSH", "list", new string('l', 100_000));
            }

            expected = (await client.CallAsync("DEBUG", "DIGEST")).Text;
            Assert.Equal("OK", (await client.CallAsync("SAVE")).Text);
        }

        await using EngineServer second = await EngineServer.StartAsync(Options(files));
        await using RespClient reader = new(second.Connect());
        Assert.Equal(expected, (await reader.CallAsync("DEBUG", "DIGEST")).Text);
    }

    private static async Task<byte[]> SnapshotAsync()
    {
        var files = new DyingFiles();
        await using EngineServer engine = await EngineServer.StartAsync(Options(files));
        await using RespClient client = new(engine.Connect());
        await EveryType.FillAsync(client, Cancellation);
        Assert.Equal("OK", (await client.CallAsync("SAVE")).Text);
        return files.Read(s_path);
    }

    private static Task<EngineServer> StartAsync(byte[] snapshot)
    {
        var files = new DyingFiles();
        files.Put(s_path, snapshot);
        return EngineServer.StartAsync(Options(files));
    }

    private static EngineOptions Options(DyingFiles files) =>
        new() { WorkingDirectory = s_folder, Files = files, EnableDebugCommand = "yes", Port = -1 };
}
