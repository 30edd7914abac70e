using Engine.Testing;
using Patterns.Core.Resilience;
using Redis.Fixtures;
using StackExchange.Redis;

namespace Patterns.Core.Tests.Resilience;

public sealed class RedisDatabaseExtensionsTests
{
    [Fact]
    public async Task A_server_that_is_gone_is_a_failure_of_the_connection()
    {
        TestEngine engine = await TestEngine.StartAsync();
        await using ConnectionMultiplexer connection = await engine.ConnectAsync();
        IDatabase database = connection.GetDatabase();
        Assert.True(database.GetPrimary("k").IsConnected);

        await engine.DisposeAsync();
        await Poll.UntilAsync(
            _ => Task.FromResult(!connection.IsConnected),
            "the connection is gone",
            TestContext.Current.CancellationToken);
        RedisConnectionException error = Assert.Throws<RedisConnectionException>(() => database.GetPrimary("k"));
        Assert.Contains("answers for 'k'", error.Message, StringComparison.Ordinal);
    }
}
