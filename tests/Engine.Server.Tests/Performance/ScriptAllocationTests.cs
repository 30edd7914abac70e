using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Performance;

/// <summary>What scripts of recipes leave behind for the collector.</summary>
public sealed class ScriptAllocationTests : IAsyncLifetime
{
    private const double TokenBucketBound = 300;

    private EngineServer? _engine;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private EngineServer Engine => _engine!;

    public async ValueTask InitializeAsync() => _engine = await EngineServer.StartAsync();

    public ValueTask DisposeAsync() => Engine.DisposeAsync();

    [Fact]
    public async Task A_token_bucket_allocates_little()
    {
        string[] arguments = ["1", "bucket", "10", "5", "1"];

        double bytes = await MeasureAsync(ReadScript("token_bucket.lua"), arguments, TokenBucketBound);

        Assert.InRange(bytes, 0, TokenBucketBound);
    }

    private async Task<double> MeasureAsync(string script, string[] arguments, double bound)
    {
        await using RespClient client = await RespClient.ConnectAsync(
            new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, Engine.Port), Cancellation);
        RespValue hash = await client.CallAsync("SCRIPT", "LOAD", script);
        return await new AllocationMeasurement(Engine, client, [["EVALSHA", hash.Text, .. arguments]])
            .LeastBytesAsync(bound);
    }

    private static string ReadScript(string name)
    {
        using Stream script = typeof(ScriptAllocationTests).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(script);
        return reader.ReadToEnd();
    }
}
