using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Redis.Fixtures.Tests.Servers;

public sealed class RedisServerProcessTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Server_answers_as_soon_as_it_is_handed_out()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync(cancellationToken: Cancellation);
        await using RespClient client = await server.ConnectAsync(Cancellation);

        Assert.Equal("PONG", (await client.CallAsync("PING")).Text);
    }

    [Fact]
    public async Task Process_id_is_the_servers_own()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync(cancellationToken: Cancellation);
        await using RespClient client = await server.ConnectAsync(Cancellation);

        RespValue information = await client.CallAsync("INFO", "server");

        Assert.Contains($"process_id:{server.ProcessId}\r\n", information.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Directives_reach_the_configuration_and_win_over_the_defaults()
    {
        await using RedisServerProcess server =
            await RedisServerProcess.StartAsync(["appendonly yes", "maxmemory 100mb"], Cancellation);
        await using RespClient client = await server.ConnectAsync(Cancellation);

        Assert.Equal("yes", (await client.CallAsync("CONFIG", "GET", "appendonly"))[1].Text);
        Assert.Equal(100L << 20, (await client.CallAsync("CONFIG", "GET", "maxmemory"))[1].Number);
    }

    [Fact]
    public async Task Server_with_a_password_starts()
    {
        await using RedisServerProcess server =
            await RedisServerProcess.StartAsync(["requirepass secret"], Cancellation);
        await using RespClient client = await server.ConnectAsync(Cancellation);

        Assert.StartsWith("NOAUTH", (await client.CallAsync("PING")).Text, StringComparison.Ordinal);
        Assert.Equal("OK", (await client.CallAsync("AUTH", "secret")).Text);
    }

    [Fact]
    public async Task Wrong_directive_fails_with_the_servers_own_words()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(
            () => RedisServerProcess.StartAsync(["no-such-directive yes"], Cancellation));

        Assert.Contains("no-such-directive", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopped_server_saves_and_comes_back_with_its_keys_on_its_port()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync(["save 3600 1"], Cancellation);
        int port = server.Port;
        await SetAsync(server, "k", "v");

        await server.StopAsync(Cancellation);
        Assert.False(server.IsRunning);
        await Assert.ThrowsAnyAsync<SocketException>(() => server.ConnectAsync(Cancellation));

        await server.StartAgainAsync(Cancellation);
        Assert.Equal(port, server.Port);
        Assert.Equal("v", await GetAsync(server, "k"));
    }

    [Fact]
    public async Task Killed_server_comes_back_with_what_the_aof_had()
    {
        await using RedisServerProcess server =
            await RedisServerProcess.StartAsync(["appendonly yes", "appendfsync always"], Cancellation);
        await SetAsync(server, "k", "v");

        await server.KillAsync(Cancellation);
        await server.StartAgainAsync(Cancellation);

        Assert.Equal("v", await GetAsync(server, "k"));
    }

    [Fact]
    public async Task Killed_server_without_persistence_comes_back_empty()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync(cancellationToken: Cancellation);
        await SetAsync(server, "k", "v");

        await server.KillAsync(Cancellation);
        await server.StartAgainAsync(Cancellation);

        Assert.Null(await GetAsync(server, "k"));
    }

    [Fact]
    public async Task Paused_server_says_nothing_until_it_is_resumed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The state of a process is read from /proc.");
        await using RedisServerProcess server = await RedisServerProcess.StartAsync(cancellationToken: Cancellation);
        await using RespClient client = await server.ConnectAsync(Cancellation);
        await client.CallAsync("PING");

        await server.PauseAsync(Cancellation);
        await client.SendAsync("PING");
        Task<RespValue> reply = client.ReadAsync(Cancellation);
        Assert.Equal("T", await ProcessStateAsync(server.ProcessId));
        Assert.False(reply.IsCompleted);

        server.Resume();
        Assert.Equal("PONG", (await reply).Text);
    }

    [Fact]
    public async Task Disposed_server_leaves_neither_process_nor_folder_even_if_it_was_paused()
    {
        RedisServerProcess server = await RedisServerProcess.StartAsync(cancellationToken: Cancellation);
        int processId = server.ProcessId;
        await server.PauseAsync(Cancellation);

        await server.DisposeAsync();

        Assert.Throws<ArgumentException>(() => Process.GetProcessById(processId));
        Assert.False(Directory.Exists(server.Folder));
    }

    [Fact]
    public async Task Server_that_ended_by_itself_can_be_started_again()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync(cancellationToken: Cancellation);
        await using RespClient client = await server.ConnectAsync(Cancellation);

        await client.SendAsync("SHUTDOWN", "NOSAVE");
        Assert.Empty(await client.ReadToEndAsync(Cancellation));
        await Poll.UntilAsync(_ => Task.FromResult(!server.IsRunning), "the server has ended", Cancellation);

        await server.StartAgainAsync(Cancellation);
        Assert.Null(await GetAsync(server, "k"));
    }

    [Fact]
    public async Task What_a_server_must_be_running_for_is_refused_while_it_is_not()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync(cancellationToken: Cancellation);
        await Assert.ThrowsAsync<InvalidOperationException>(() => server.StartAgainAsync(Cancellation));

        await server.KillAsync(Cancellation);

        await Assert.ThrowsAsync<InvalidOperationException>(() => server.KillAsync(Cancellation));
        await Assert.ThrowsAsync<InvalidOperationException>(() => server.PauseAsync(Cancellation));
        Assert.Throws<InvalidOperationException>(() => server.ProcessId);
    }

    [Fact]
    public async Task Port_that_was_taken_meanwhile_is_named()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync(cancellationToken: Cancellation);
        await server.KillAsync(Cancellation);
        using TcpListener thief = new(IPAddress.Loopback, server.Port);
        thief.Start();

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => server.StartAgainAsync(Cancellation));

        Assert.Contains($"Port {server.Port} was taken", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_port_is_tried_when_one_is_taken()
    {
        using TcpListener thief = new(IPAddress.Loopback, 0);
        thief.Start();
        int taken = ((IPEndPoint)thief.LocalEndpoint).Port;

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(
            () => RedisServerProcess.StartAsync([$"port {taken}"], Cancellation));

        Assert.Contains("10 ports in a row were taken", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_servers_start_at_once_on_ports_of_their_own()
    {
        RedisServerProcess[] servers = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => RedisServerProcess.StartAsync(cancellationToken: Cancellation)));

        Assert.Distinct(servers.Select(server => server.Port));
        foreach (RedisServerProcess server in servers)
        {
            await server.DisposeAsync();
        }
    }

    private static async Task<string> ProcessStateAsync(int processId)
    {
        string status = await File.ReadAllTextAsync($"/proc/{processId}/stat", Cancellation);
        return status[(status.LastIndexOf(')') + 2)..].Split(' ')[0];
    }

    private static async Task SetAsync(RedisServerProcess server, string key, string value)
    {
        await using RespClient client = await server.ConnectAsync(Cancellation);
        Assert.Equal("OK", (await client.CallAsync("SET", key, value)).Text);
    }

    private static async Task<string?> GetAsync(RedisServerProcess server, string key)
    {
        await using RespClient client = await server.ConnectAsync(Cancellation);
        RespValue reply = await client.CallAsync("GET", key);
        return reply.IsNull ? null : reply.Text;
    }
}
