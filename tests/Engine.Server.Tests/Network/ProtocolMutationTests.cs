using System.Text;
using Redis.Fixtures;
using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Network;

/// <summary>
/// Whatever bytes come, the engine answers with errors or closes the connection, and serves the others.
/// </summary>
[Trait("Category", "Soak")]
public sealed class ProtocolMutationTests
{
    private const int FramesPerConnection = 10;

    private static readonly string[] Seeds =
    [
        "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$5\r\nvalue\r\n",
        "*2\r\n$3\r\nGET\r\n$1\r\nk\r\n",
        "*1\r\n$4\r\nPING\r\n",
        "*5\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\n1\r\n$2\r\nPX\r\n$3\r\n100\r\n",
        "*2\r\n$5\r\nHELLO\r\n$1\r\n3\r\n",
        "*1\r\n$5\r\nMULTI\r\n*2\r\n$4\r\nINCR\r\n$1\r\nn\r\n*1\r\n$4\r\nEXEC\r\n",
        "*3\r\n$9\r\nSUBSCRIBE\r\n$1\r\na\r\n$1\r\nb\r\n",
        "*4\r\n$4\r\nMSET\r\n$1\r\na\r\n$1\r\nb\r\n$1\r\nc\r\n",
        "*4\r\n$4\r\nSCAN\r\n$1\r\n0\r\n$5\r\nMATCH\r\n$6\r\n[a-\\]*?\r\n",
        "*3\r\n$8\r\nSETRANGE\r\n$1\r\nk\r\n$9\r\n999999999\r\n",
        "*4\r\n$6\r\nCONFIG\r\n$3\r\nSET\r\n$2\r\nhz\r\n$2\r\n10\r\n",
        "set k \"quoted \\x00 value\" EX 10\r\n",
        "get 'k'\r\n",
        "\r\n",
    ];

    /// <summary>Bytes that mean something to the protocol.</summary>
    private static readonly byte[] Telling = "*$\r\n0-9\"'\\ "u8.ToArray();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Mutated_frames_are_answered_or_end_the_connection(int seed)
    {
        await using EngineServer engine = await Endpoint.Memory.StartAsync();
        await using RespClient bystander = await Endpoint.Memory.ConnectAsync(engine);
        var random = new Random(seed);
        int frames = Soak.Iterations(usual: 4_000, soak: 1_000_000 / 3);
        for (int sent = 0; sent < frames; sent += FramesPerConnection)
        {
            byte[] bytes = Mutated(random);
            await SendAndReadAllAsync(engine, bytes, $"seed {seed}, frames from {sent}: {Convert.ToHexString(bytes)}");
        }

        Assert.Equal("PONG", (await bystander.CallAsync("PING")).Text);
        Assert.False(engine.Completion.IsCompleted);
        // Else the mutations would have tried little but how connections end.
        long ran = engine.State.Statistics.CommandsProcessed;
        Assert.True(ran > frames / 2, $"Of {frames} frames, only {ran} reached a command.");
    }

    /// <summary>
    /// The connection is closed on our side, so a hung client would be an engine that never closes on its side.
    /// </summary>
    private static async Task SendAndReadAllAsync(EngineServer engine, byte[] bytes, string description)
    {
        await using Stream stream = engine.Connect();
        Task reading = stream.CopyToAsync(Stream.Null, Cancellation);
        try
        {
            await stream.WriteAsync(bytes, Cancellation);
            // A last request that no unfinished frame can swallow does not exist, so the end is a cut: what was
            // complete is answered before it.
            await engine.RunAsync(() => { }).WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"The engine hangs; {description}");
        }
        catch (IOException)
        {
            // The engine closed the connection while we were writing: that is one of the two right answers.
        }

        if (engine.Completion.IsFaulted)
            Assert.Fail($"The engine failed with {engine.Completion.Exception}; {description}");
        await stream.DisposeAsync();
        await reading.WaitAsync(TimeSpan.FromSeconds(30), Cancellation).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private static byte[] Mutated(Random random)
    {
        var bytes = new List<byte>();
        for (int i = 0; i < FramesPerConnection; i++)
            bytes.AddRange(Encoding.ASCII.GetBytes(Seeds[random.Next(Seeds.Length)]));
        for (int i = random.Next(4); i > 0 && bytes.Count > 0; i--)
            Mutate(bytes, random);
        return [.. bytes];
    }

    private static void Mutate(List<byte> bytes, Random random)
    {
        int at = random.Next(bytes.Count);
        switch (random.Next(6))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1:
                bytes.RemoveAt(at);
                break;
            case 2:
                bytes.Insert(at, Telling[random.Next(Telling.Length)]);
                break;
            case 3:
                bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(20)));
                break;
            case 4:
                bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, random.Next(40))));
                break;
            default:
                bytes.InsertRange(
                    at,
                    Encoding.ASCII.GetBytes(
                        random.NextInt64(long.MinValue, long.MaxValue)
                            .ToString(System.Globalization.CultureInfo.InvariantCulture)));
                break;
        }
    }
}
