using System.Globalization;
using System.Text.RegularExpressions;
using Patterns.Core.Resilience;
using Patterns.Core.Scripting;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Patterns.Core.Tests.Scripting;

/// <summary>Scripts on one server: a further server is a further class with one line.</summary>
public abstract partial class ScriptCases : IAsyncLifetime
{
    private readonly RedisScript _script = NewScript();
    private readonly RecordingObserver _observer = new();
    private readonly string _key = SingleRedis.NewKeyPrefix();
    private ConnectionMultiplexer _connection = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IDatabase Database => _connection.GetDatabase();

    /// <summary>The server is the test class's own, because its scripts are flushed.</summary>
    protected abstract Task<ConnectionMultiplexer> ConnectAsync();

    public async ValueTask InitializeAsync()
    {
        _connection = await ConnectAsync();
        await FlushScriptsAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_script_that_the_server_does_not_know_is_loaded_and_run()
    {
        RedisGate gate = NewGate();
        Assert.Equal(5, await CountAsync(gate, 5));
        Assert.Equal(7, await CountAsync(gate, 2));
        Assert.Equal([_script.Name, _script.Name], _observer.Replies);
    }

    [Fact]
    public async Task Callers_that_find_a_script_missing_together_load_it_once()
    {
        long before = await LoadsAsync();
        RedisGate gate = NewGate();

        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => CountAsync(gate, 1)));

        Assert.Equal(64, (long)await Database.StringGetAsync(_key));
        Assert.Equal(1, await LoadsAsync() - before);
    }

    [Fact]
    public async Task Flushed_scripts_lose_no_call_and_repeat_none()
    {
        const int Callers = 64;
        const int Calls = 50;
        RedisGate gate = NewGate();
        using var done = new CancellationTokenSource();
        Task flushes = Task.Run(
            async () =>
            {
                while (!done.IsCancellationRequested)
                {
                    await FlushScriptsAsync();
                }
            },
            Cancellation);

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(
            async () =>
            {
                for (int call = 0; call < Calls; call++)
                {
                    await CountAsync(gate, 1);
                }
            },
            Cancellation)));
        await done.CancelAsync();
        await flushes;

        Assert.Equal(Callers * Calls, (long)await Database.StringGetAsync(_key));
        Assert.Empty(_observer.Failures);
    }

    [Fact]
    public async Task An_error_of_a_script_is_a_failure_and_no_reason_to_load_it_again()
    {
        await Database.StringSetAsync(_key, "no number");
        RedisReply<RedisResult> reply = await NewGate().EvaluateAsync(NewCall(1), Cancellation);
        Assert.Equal(RedisFailure.ServerError, reply.Failure);
        Assert.Contains("not an integer", reply.Exception!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_caller_leaves_at_once()
    {
        using var leaves = new CancellationTokenSource();
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => NewGate().EvaluateAsync(NewCall(1), leaves.Token).AsTask());
    }

    protected static RedisScript NewScript()
        => RedisScript.FromResource(typeof(ScriptCases).Assembly, "count", "add");

    private async Task<long> CountAsync(RedisGate gate, long amount)
    {
        RedisReply<RedisResult> reply = await gate.EvaluateAsync(NewCall(amount), Cancellation);
        Assert.Equal(RedisFailure.None, reply.Failure);
        return (long)reply.Value!;
    }

    private ScriptCall NewCall(long amount) => new(_script, [_key], [amount]);

    private RedisGate NewGate() => new(
        Database,
        new RedisGateOptions(TimeSpan.FromSeconds(30), new CircuitOptions(), Pipeline: null),
        _observer,
        TimeProvider.System);

    private async Task FlushScriptsAsync() => await Database.ExecuteAsync("SCRIPT", "FLUSH");

    private async Task<long> LoadsAsync()
    {
        string statistics = (string)(await Database.ExecuteAsync("INFO", "commandstats"))!;
        Match loads = Loads().Match(statistics);
        return loads.Success ? long.Parse(loads.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
    }

    [GeneratedRegex(@"cmdstat_script\|load:calls=(\d+)")]
    private static partial Regex Loads();
}
