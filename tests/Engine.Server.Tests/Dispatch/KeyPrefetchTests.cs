using System.Text;
using Engine.Server.Protocol;
using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Dispatch;

/// <summary>
/// Looking ahead in a pipeline is a hint: whatever stands there, the replies are those of a plain run.
/// </summary>
public sealed class KeyPrefetchTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void The_outline_of_a_request_is_what_the_parser_makes_of_it()
    {
        var random = new Random(20);
        for (int i = 0; i < 3_000; i++)
        {
            byte[] request = Encode([.. Enumerable
                .Range(0, random.Next(1, 32))
                .Select(_ => new string('x', random.Next(random.Next(4) == 0 ? 1_200 : 12)))]);
            var parser = new RequestParser();
            Assert.Equal(ParseStatus.Complete, parser.Parse(request, out int consumed));
            Request parsed = parser.View(request);

            Assert.True(RequestOutline.TryRead([.. request, .. "*1"u8], out ReadOnlySpan<byte> key, out int length));
            Assert.Equal(consumed, length);
            Assert.True(key.SequenceEqual(parsed.Count > 1 ? parsed[1] : default));
            Assert.False(RequestOutline.TryRead(request.AsSpan(0, random.Next(request.Length)), out _, out _));
        }
    }

    [Theory]
    [InlineData("PING\r\n")]
    [InlineData("*0\r\n")]
    [InlineData("*-1\r\n")]
    [InlineData("*2\r\n$3\r\nGET\r\n:1\r\n")]
    [InlineData("*2\r\n$3\r\nGET\r\n$-1\r\n")]
    [InlineData("*2\r\n$3\r\nGET\r\n$99999999999999\r\nx\r\n")]
    [InlineData("*99999999999\r\n")]
    [InlineData("*x\r\n")]
    public void What_is_no_array_of_bulks_has_no_outline(string bytes) =>
        Assert.False(RequestOutline.TryRead(Encoding.ASCII.GetBytes(bytes), out _, out _));

    [Fact]
    public async Task Pipelines_over_many_keys_are_answered_as_a_model_says()
    {
        const int Keys = 20_000;
        await using EngineServer engine = await EngineServer.StartAsync(new EngineOptions { Port = -1 });
        await using var client = new RespClient(engine.Connect());
        var random = new Random(7);
        var model = new Dictionary<string, string>();
        for (int round = 0; round < 60; round++)
        {
            var expected = new List<string>();
            var pipeline = new List<byte>();
            for (int i = 0; i < 500; i++)
            {
                string key = $"key:{random.Next(Keys)}";
                // The first rounds fill, so that the table grows on; the last ones empty it again.
                (string[] command, string reply) = random.Next(round < 45 ? 4 : 8) switch
                {
                    0 or 1 => (["SET", key, $"{round}:{i}"], Set(model, key, $"{round}:{i}")),
                    2 => (["GET", key], model.GetValueOrDefault(key, "")),
                    3 => (["MSET", key, "1", key + "b", "2"], SetTwo(model, key)),
                    _ => (new[] { "DEL", key }, model.Remove(key) ? "1" : "0"),
                };
                pipeline.AddRange(Encode(command));
                expected.Add(reply);
            }

            await client.SendRawAsync(pipeline.ToArray(), Cancellation);
            foreach (string reply in expected)
                Assert.Equal(reply, (await client.ReadAsync(Cancellation)).Text);
        }

        Assert.Equal($"{model.Count}", (await client.CallAsync("DBSIZE")).Text);
        Assert.True(model.Count > 10_000, "so many keys that looking ahead is worth it");
    }

    [Fact]
    public async Task A_database_that_is_left_or_emptied_on_the_way_does_no_harm()
    {
        await using EngineServer engine = await EngineServer.StartAsync(
            new EngineOptions { Port = -1, EnableDebugCommand = "yes" });
        await using var client = new RespClient(engine.Connect());
        await client.CallAsync("DEBUG", "POPULATE", "20000");
        byte[] pipeline =
        [
            .. Encode(["GET", "key:1"]), .. Encode(["SELECT", "1"]), .. Encode(["GET", "key:1"]),
            .. Encode(["SELECT", "0"]), .. Encode(["GET", "key:2"]), .. Encode(["FLUSHALL"]),
            .. Encode(["GET", "key:2"]), .. Encode(["SET", "key:3", "x"]), .. Encode(["GET", "key:3"]), .. "PING"u8,
            .. "\r\n"u8,
        ];
        await client.SendRawAsync(pipeline, Cancellation);
        foreach (string reply in new[] { "value:1", "OK", "", "OK", "value:2", "OK", "", "OK", "x", "PONG" })
            Assert.Equal(reply, (await client.ReadAsync(Cancellation)).Text);
    }

    private static string Set(Dictionary<string, string> model, string key, string value)
    {
        model[key] = value;
        return "OK";
    }

    private static string SetTwo(Dictionary<string, string> model, string key)
    {
        Set(model, key + "b", "2");
        return Set(model, key, "1");
    }

    private static byte[] Encode(string[] arguments) => Encoding.ASCII.GetBytes(
        $"*{arguments.Length}\r\n" + string.Concat(arguments.Select(text => $"${text.Length}\r\n{text}\r\n")));
}
