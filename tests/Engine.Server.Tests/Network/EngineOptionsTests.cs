using System.Net;
using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Network;

public sealed class EngineOptionsTests
{
    [Theory]
    [InlineData(nameof(EngineOptions.MaxClients), 0, "maxclients is '0'", "between 1 and")]
    [InlineData(nameof(EngineOptions.Port), 70_000, "port is '70000'", "between 0 and 65535")]
    [InlineData(nameof(EngineOptions.Databases), 0, "databases is '0'", "between 1 and")]
    [InlineData(nameof(EngineOptions.IdleTimeout), -1, "timeout is '-1'", "between 0 and")]
    [InlineData(nameof(EngineOptions.ActiveExpireEffort), 11, "active-expire-effort is '11'", "between 1 and 10")]
    public async Task Option_out_of_range_fails_at_start_with_name_value_and_bound(
        string option, int value, string said, string bound)
    {
        var options = new EngineOptions();
        typeof(EngineOptions).GetProperty(option)!.SetValue(options, value);

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => EngineServer.StartAsync(options));

        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(bound, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Port_that_is_taken_is_named()
    {
        await using EngineServer first = await EngineServer.StartAsync();

        var refusal = await Assert.ThrowsAsync<IOException>(
            () => EngineServer.StartAsync(new EngineOptions { Port = first.Port }));

        Assert.Contains($"127.0.0.1:{first.Port}", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(NetworkBackend.Epoll)]
    [InlineData(NetworkBackend.Sockets)]
    public async Task Engine_ends_in_good_order_when_the_folder_of_its_socket_is_gone(NetworkBackend network)
    {
        Assert.SkipUnless(network == NetworkBackend.Sockets || OperatingSystem.IsLinux(), "Only Linux has epoll.");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("engine-");
        EngineServer engine = await EngineServer.StartAsync(new EngineOptions
        {
            Port = -1,
            UnixSocket = Path.Combine(folder.FullName, "engine.sock"),
            Network = network,
        });

        folder.Delete(recursive: true);
        await engine.DisposeAsync();

        Assert.True(engine.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Changing_the_options_of_a_running_engine_changes_nothing()
    {
        var options = new EngineOptions();
        await using EngineServer engine = await EngineServer.StartAsync(options);
        options.RequirePassword = "secret";
        options.Bind.Clear();

        await using RespClient client = await RespClient.ConnectAsync(
            new IPEndPoint(IPAddress.Loopback, engine.Port), TestContext.Current.CancellationToken);

        Assert.Equal("PONG", (await client.CallAsync("PING")).Text);
    }

    [Fact]
    public async Task Several_engines_run_beside_each_other()
    {
        await using EngineServer first = await EngineServer.StartAsync();
        await using EngineServer second = await EngineServer.StartAsync();
        await using RespClient one = await Endpoint.Memory.ConnectAsync(first);
        await using RespClient two = await Endpoint.Memory.ConnectAsync(second);

        await one.CallAsync("SET", "k", "v");

        Assert.NotEqual(first.Port, second.Port);
        Assert.True((await two.CallAsync("GET", "k")).IsNull);
    }
}
