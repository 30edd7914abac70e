using Engine.Testing;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Patterns.Analytics.Tests.Support;

/// <summary>What every case needs: a server and keys of its own.</summary>
public abstract class AnalyticsCases(RecipeServer server)
{
    protected VirtualTimeProvider Clock => server.Clock;

    protected string Prefix { get; } = SingleRedis.NewKeyPrefix();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected async Task<IDatabase> DatabaseAsync() => (await server.ConnectAsync()).GetDatabase();

    protected Task<ConnectionMultiplexer> ConnectAsync() => server.ConnectAsync();

    private protected async Task<CommandLog> LogCommandsAsync() => CommandLog.Of(await server.ConnectAsync());

    /// <summary>What the server's clock says.</summary>
    protected async Task<DateTimeOffset> ServerTimeAsync()
    {
        var time = (RedisValue[])(await (await DatabaseAsync()).ScriptEvaluateAsync(
            "return redis.call('TIME')", [$"{Prefix}time"]))!;
        return DateTimeOffset.FromUnixTimeSeconds((long)time[0]).AddMicroseconds((long)time[1]);
    }

    /// <summary>Does something while the server's clock stays within one bucket: again, under another name, if it did
    /// not.</summary>
    /// <returns>What came of it, the name, and a time in the bucket.</returns>
    protected async Task<(T Result, string Name, DateTimeOffset Now)> WithinBucketAsync<T>(
        TimeSpan bucket, Func<string, Task<T>> act)
    {
        for (int attempt = 1; ; attempt++)
        {
            string name = $"c{attempt}";
            DateTimeOffset before = await ServerTimeAsync();
            T result = await act(name);
            DateTimeOffset after = await ServerTimeAsync();
            if (BucketOf(before) == BucketOf(after))
            {
                return (result, name, after);
            }
        }

        long BucketOf(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / bucket.Ticks;
    }

    private protected static async Task RefusedAsync<T>(ValueTask<T> call, string sentence)
    {
        ArgumentException error = await Assert.ThrowsAnyAsync<ArgumentException>(async () => await call);
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
    }
}
