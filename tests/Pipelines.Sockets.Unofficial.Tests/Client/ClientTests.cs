using StackExchange.Redis;

namespace Pipelines.Sockets.Unofficial.Tests.Client;

/// <summary>The real StackExchange.Redis on this library, against a real server.</summary>
public sealed class ClientTests(RedisServerProcess server) : IClassFixture<RedisServerProcess>, IAsyncLifetime
{
    private ConnectionMultiplexer _client = null!;

    private IDatabase Database => _client.GetDatabase();

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(server.SkipReason is not null, server.SkipReason ?? "");
        _client = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{server.Port},allowAdmin=true");
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
        {
            await _client.DisposeAsync();
        }
    }

    [Fact]
    public async Task String_that_was_set_can_be_read_back()
    {
        await Database.StringSetAsync("greeting", "hello");

        Assert.Equal("hello", await Database.StringGetAsync("greeting"));
    }
}
