using System.Text;
using Redis.Fixtures.Differential;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;
using Redis.Fixtures.Tests.Resp;

namespace Redis.Fixtures.Tests.Differential;

/// <summary>Two real servers, of which the second was given a fault: the comparison must find it.</summary>
public sealed class PlantedDifferenceTests(ReferenceRedis reference) : IClassFixture<ReferenceRedis>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("rename-command GET \"\"", "SET k v\nGET k")]
    [InlineData("rename-command INCR x\nrename-command DECR INCR", "INCR n")]
    [InlineData("rename-command SREM x\nrename-command SADD SREM", "SREM s a b")]
    [InlineData("hash-max-listpack-entries 0", "HSET h f v\nOBJECT ENCODING h")]
    [InlineData("maxmemory 1", "SET k v")]
    [InlineData("proto-max-bulk-len 1mb", "CONFIG GET proto-max-bulk-len")]
    [InlineData(
        "rename-command SMEMBERS x\nrename-command SINTER SMEMBERS", "SADD s a\nMULTI\nSMEMBERS s\nSMEMBERS s x\nEXEC")]
    [InlineData("notify-keyspace-events KEA", "@2 PSUBSCRIBE *\nSET k v")]
    [InlineData("rename-command QUIT ECHO2", "QUIT")]
    [InlineData("databases 1", "SELECT 1")]
    [InlineData("busy-reply-threshold 1", "CONFIG GET busy-reply-threshold")]
    public async Task Planted_difference_is_found_in_both_protocols(string fault, string script)
    {
        await using RedisServerProcess faulty = await RedisServerProcess.StartAsync(fault.Split('\n'), Cancellation);
        ServerComparison comparison = new(reference.Target, faulty.Target);

        foreach (int protocol in (int[])[2, 3])
        {
            var exception = await Assert.ThrowsAsync<RepliesDifferException>(
                () => comparison.RunAsync(script, protocol, Cancellation));
            Assert.Contains($"RESP{protocol}", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Server_that_hangs_where_the_other_answers_is_found()
    {
        await using RedisServerProcess hanging = await RedisServerProcess.StartAsync(
            ["rename-command GET \"\"", "rename-command BLPOP GET"], Cancellation);
        ServerComparison comparison = new(reference.Target, hanging.Target)
        {
            ReplyTimeout = TimeSpan.FromMilliseconds(200),
        };

        var exception = await Assert.ThrowsAsync<RepliesDifferException>(
            () => comparison.RunAsync("GET queue 0", Cancellation));
        Assert.Contains("(no whole value came in time)", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?garbage\r\n", "No RESP type")]
    [InlineData(":1", "the server closed the connection")]
    [InlineData("+PONG\r\n+PONG\r\n", "(what was left unread)")]
    public async Task Server_that_sends_what_is_no_reply_is_found(string sent, string words)
    {
        Queue<string> connections = new([":0\r\n:0\r\n+OK\r\n", sent]);
        RespTarget scripted = new("scripted", _ =>
            Task.FromResult(new RespClient(new ChunkedStream(Encoding.ASCII.GetBytes(connections.Dequeue())))));

        var exception = await Assert.ThrowsAsync<RepliesDifferException>(
            () => new ServerComparison(reference.Target, scripted).RunAsync("PING", protocol: 2, Cancellation));
        Assert.Contains(words, exception.Message, StringComparison.Ordinal);
    }
}
