using System.Text;
using Redis.Fixtures;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Lua.Tests.Libraries.Differential;

/// <summary>Random calls of the libraries give what they give in scripts of redis-server.</summary>
[Trait("Category", "Soak")]
public sealed class BundledLibraryComparisonTests(ReferenceRedis reference) : IClassFixture<ReferenceRedis>
{
    private const int Seed = 70;
    private const int CallsPerScript = 1500;

    [Fact]
    public Task Values_become_the_same_json() =>
        CompareAsync((random, cases) => new JsonCases(random, cases).AddEncoding());

    [Fact]
    public Task Json_becomes_the_same_values_or_errors() =>
        CompareAsync((random, cases) => new JsonCases(random, cases).AddDecoding());

    [Fact]
    public Task Settings_of_json_do_the_same() =>
        CompareAsync((random, cases) => new JsonCases(random, cases).AddSetting());

    [Fact]
    public Task Values_become_the_same_message_pack() =>
        CompareAsync((random, cases) => new JsonCases(random, cases).AddPacking());

    [Fact]
    public Task Message_pack_becomes_the_same_values_or_errors() =>
        CompareAsync((random, cases) => new JsonCases(random, cases).AddUnpacking());

    [Fact]
    public Task Structures_have_the_same_layout() =>
        CompareAsync((random, cases) => new StructCases(random, cases).AddStruct());

    [Fact]
    public Task Bits_are_combined_in_the_same_way() =>
        CompareAsync((random, cases) => new StructCases(random, cases).AddBit());

    [Fact]
    public Task Strings_and_numbers_are_those_of_redis() => CompareAsync((random, cases) =>
    {
        new StringCases(random, cases).AddPattern();
        new StringCases(random, cases).AddFormat();
        new StringCases(random, cases).AddOther();
        new NumberCases(random, cases).AddMath();
        new NumberCases(random, cases).AddConversion();
    });

    // SCRIPT FLUSH gives the server a new state of Lua, because settings of cjson outlive a script.
    private async Task CompareAsync(Action<Random, LuaCases> add)
    {
        for (int round = Soak.Iterations(1, 100); round > 0; round--)
        {
            var random = new Random(Seed + round);
            var cases = new LuaCases();
            while (cases.Count < CallsPerScript)
            {
                add(random, cases);
            }

            await using RespClient client = await reference.ConnectAsync();
            Assert.Equal("OK", (await client.CallAsync("SCRIPT", "FLUSH", "SYNC")).Text);
            RespValue reply = await client.CallAsync("EVAL", cases.Program, "0");
            Assert.False(reply.IsError, reply.Text);
            cases.AssertSame([.. reply.Items.Select(line => Encoding.Latin1.GetString(line.Bytes.Span))], "redis");
        }
    }
}
