using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Commands.Keys;

public sealed class ScanGuaranteeTests
{
    private const int LastingKeys = 2000;

    [Theory]
    [InlineData("HSET", "HSCAN", "HDEL")]
    [InlineData("SADD", "SSCAN", "SREM")]
    public async Task A_scan_of_a_collection_finds_all_that_lasts_in_it_while_the_rest_comes_and_goes(
        string add, string scan, string remove)
    {
        await using EngineServer engine = await EngineServer.StartAsync();
        await using RespClient client = new(engine.Connect());
        string[] value = add == "HSET" ? ["v"] : [];
        await client.CallAsync(
            [add, "k", .. Enumerable.Range(0, LastingKeys).SelectMany(i => (string[])[$"lasting:{i}", .. value])]);

        HashSet<string> found = [];
        string cursor = "0";
        int round = 0;
        do
        {
            int numbers = round % 400 < 200 ? round : round - 200;
            IEnumerable<string> passing = Enumerable.Range(0, 60).Select(i => $"passing:{numbers}:{i}");
            if (round++ % 400 < 200)
                await client.CallAsync([add, "k", .. passing.SelectMany(name => (string[])[name, .. value])]);
            else
                await client.CallAsync([remove, "k", .. passing]);

            RespValue reply = await client.CallAsync(scan, "k", cursor, "COUNT", "5");
            cursor = reply[0].Text;
            found.UnionWith(reply[1].Items.Select(item => item.Text));
        }
        while (cursor != "0");

        Assert.Equal(LastingKeys, found.Count(name => name.StartsWith("lasting:", StringComparison.Ordinal)));
        Assert.True(round > 200, $"The collection did not shrink during {round} rounds.");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(300)]
    public async Task A_scan_finds_every_key_that_lasts_while_others_come_go_and_expire(int count)
    {
        await using EngineServer engine = await EngineServer.StartAsync();
        await using RespClient client = new(engine.Connect());
        for (int i = 0; i < LastingKeys; i++)
            await client.CallAsync("SET", $"lasting:{i}", "v");

        HashSet<string> found = [];
        string cursor = "0";
        int round = 0;
        do
        {
            // The table grows, then shrinks, and grows again while the scan goes through it.
            IEnumerable<int> numbers = Enumerable.Range(0, 60);
            if (round % 400 < 200)
                await client.CallAsync(["MSET", .. numbers.SelectMany(i => (string[])[$"passing:{round}:{i}", "v"])]);
            else
                await client.CallAsync(["DEL", .. numbers.Select(i => $"passing:{round - 200}:{i}")]);
            await client.CallAsync("SET", $"expired:{round++}", "v", "PXAT", "1");

            RespValue reply = await client.CallAsync("SCAN", cursor, "COUNT", $"{count}");
            cursor = reply[0].Text;
            found.UnionWith(reply[1].Items.Select(key => key.Text));
        }
        while (cursor != "0");

        Assert.Equal(LastingKeys, found.Count(key => key.StartsWith("lasting:", StringComparison.Ordinal)));
        Assert.DoesNotContain(found, key => key.StartsWith("expired:", StringComparison.Ordinal));
    }
}
