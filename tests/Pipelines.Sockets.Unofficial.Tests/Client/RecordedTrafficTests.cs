using StackExchange.Redis.Configuration;

namespace Pipelines.Sockets.Unofficial.Tests.Client;

/// <summary>The client reads recorded traffic through pipes over streams.</summary>
[Obsolete("The client marks its recording tunnel so, because it is experimental.")]
public sealed class RecordedTrafficTests
{
    private static readonly byte[] s_sent =
        "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$5\r\nvalue\r\n*2\r\n$3\r\nGET\r\n$1\r\nk\r\n"u8.ToArray();

    private static readonly byte[] s_received = "+OK\r\n$5\r\nvalue\r\n"u8.ToArray();

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Recording_can_be_replayed_in_pairs()
    {
        var pairs = new List<string>();

        var count = await LoggingTunnel.ReplayAsync(
            new MemoryStream(s_sent), new MemoryStream(s_received), (sent, reply) => pairs.Add($"{sent[0]} {reply}"));

        Assert.Equal(2, count);
        Assert.Equal(["SET OK", "GET value"], pairs);
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Recording_can_be_validated()
    {
        Assert.Equal(2, await LoggingTunnel.ValidateAsync(new MemoryStream(s_sent)));
        await Assert.ThrowsAsync<InvalidOperationException>(
            static () => LoggingTunnel.ValidateAsync(new MemoryStream("nonsense\r\n"u8.ToArray())));
    }
}
