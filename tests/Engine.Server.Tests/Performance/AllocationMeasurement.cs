using System.Globalization;
using System.Text;
using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Performance;

/// <summary>What requests leave behind for the collector, sent again and again in batches.</summary>
internal sealed class AllocationMeasurement
{
    /// <summary>
    /// A batch fits the buffer for arriving requests: what is cut off at its end is kept in an array of the
    /// connection's own.
    /// </summary>
    private const int CommandsPerBatch = 500;
    private const int Batches = 20;

    /// <summary>
    /// A reader that falls behind makes the engine add a buffer to those it keeps, once; what a command leaves behind
    /// shows in every attempt.
    /// </summary>
    private const int Attempts = 5;

    private readonly EngineServer _engine;
    private readonly RespClient _client;
    private readonly byte[] _batch;

    public AllocationMeasurement(EngineServer engine, RespClient client, IEnumerable<string[]> commands)
    {
        _engine = engine;
        _client = client;
        byte[][] encoded = [.. commands.Select(words => Encoding.ASCII.GetBytes(Encode(words)))];
        _batch = [.. Enumerable.Range(0, CommandsPerBatch).SelectMany(i => encoded[i % encoded.Length])];
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The least bytes per command of some attempts, which end when one of them is below a bound.</summary>
    public async Task<double> LeastBytesAsync(double bound)
    {
        await RunAsync();
        double least = double.MaxValue;
        for (int attempt = 0; attempt < Attempts && least >= bound; attempt++)
            least = Math.Min(least, await MeasureAsync());
        return least;
    }

    private async Task<double> MeasureAsync()
    {
        long before = await AllocatedBytesAsync();
        await RunAsync();
        return (await AllocatedBytesAsync() - before) / (double)(CommandsPerBatch * Batches);
    }

    private async Task RunAsync()
    {
        for (int i = 0; i < Batches; i++)
        {
            await _client.SendRawAsync(_batch, Cancellation);
            for (int reply = 0; reply < CommandsPerBatch; reply++)
                await _client.ReadAsync(Cancellation);
        }
    }

    private static string Encode(string[] words) => string.Create(
        CultureInfo.InvariantCulture,
        $"*{words.Length}\r\n{string.Concat(words.Select(word => $"${word.Length}\r\n{word}\r\n"))}");

    private async Task<long> AllocatedBytesAsync()
    {
        long bytes = 0;
        await _engine.RunAsync(() => bytes = GC.GetAllocatedBytesForCurrentThread());
        return bytes;
    }
}
