using System.Text;
using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Performance;

/// <summary>The commands of the hot path leave nothing behind for the collector.</summary>
public sealed class AllocationTests : IAsyncLifetime
{
    /// <summary>
    /// A batch fits the buffer for arriving requests: what is cut off at its end is kept in an array of the
    /// connection's own.
    /// </summary>
    private const int CommandsPerBatch = 500;
    private const int Batches = 20;

    private EngineServer? _engine;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private EngineServer Engine => _engine!;

    public async ValueTask InitializeAsync() => _engine = await EngineServer.StartAsync();

    public ValueTask DisposeAsync() => Engine.DisposeAsync();

    [Theory]
    [InlineData("PING")]
    [InlineData("GET k")]
    [InlineData("GET n")]
    [InlineData("GET missing")]
    [InlineData("SET k other")]
    [InlineData("SET k other EX 100000")]
    [InlineData("SET k other XX KEEPTTL")]
    [InlineData("SET n 1234567")]
    [InlineData("SETNX k v")]
    [InlineData("GETSET k w")]
    [InlineData("GETEX k EX 100000")]
    [InlineData("MSET a 1 b two c 3")]
    [InlineData("MGET a b c missing")]
    [InlineData("STRLEN k")]
    [InlineData("APPEND long x")]
    [InlineData("SETRANGE long 3 xyz")]
    [InlineData("GETRANGE long 0 3")]
    [InlineData("INCR n")]
    [InlineData("INCRBY n 1000000")]
    [InlineData("DECRBY n 3")]
    [InlineData("INCRBYFLOAT f 0.25")]
    [InlineData("DEL missing k")]
    [InlineData("EXISTS k n")]
    [InlineData("TOUCH k n")]
    [InlineData("EXPIRE n 100000")]
    [InlineData("PEXPIREAT n 33177117420000 GT")]
    [InlineData("PERSIST n")]
    [InlineData("TTL n")]
    [InlineData("TYPE k")]
    [InlineData("DBSIZE")]
    public Task A_command_allocates_nothing(string command) => AssertNothingIsAllocatedAsync([command]);

    [Fact]
    public Task Keys_that_come_and_go_allocate_nothing() =>
        AssertNothingIsAllocatedAsync(
            ["SET new value", "EXPIRE new 100000", "RENAME new newer", "PERSIST newer", "DEL newer"]);

    private async Task AssertNothingIsAllocatedAsync(string[] commands)
    {
        await using RespClient client = await RespClient.ConnectAsync(
            new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, Engine.Port), Cancellation);
        await client.CallAsync("MSET k v n 5 long 12345678 f 1.5 a 1 b 2 c 3".Split(' '));
        byte[] batch = Encoding.ASCII.GetBytes(string.Concat(
            Enumerable.Range(0, CommandsPerBatch).Select(i => Encode(commands[i % commands.Length]))));

        await RunAsync(client, batch);
        long before = await AllocatedBytesAsync();
        await RunAsync(client, batch);
        long allocated = await AllocatedBytesAsync() - before;

        // Asking for the figure and waiting for sockets cost a little; a byte for each command would be the least of a
        // leak.
        Assert.InRange(allocated, 0, CommandsPerBatch * Batches - 1);
    }

    private static async Task RunAsync(RespClient client, byte[] batch)
    {
        for (int i = 0; i < Batches; i++)
        {
            await client.SendRawAsync(batch, Cancellation);
            for (int reply = 0; reply < CommandsPerBatch; reply++)
                await client.ReadAsync(Cancellation);
        }
    }

    private static string Encode(string command)
    {
        string[] words = command.Split(' ');
        return $"*{words.Length}\r\n{string.Concat(words.Select(word => $"${word.Length}\r\n{word}\r\n"))}";
    }

    private async Task<long> AllocatedBytesAsync()
    {
        long bytes = 0;
        await Engine.RunAsync(() => bytes = GC.GetAllocatedBytesForCurrentThread());
        return bytes;
    }
}
