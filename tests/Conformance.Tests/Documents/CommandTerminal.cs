using System.Net;
using Redis.Fixtures.Resp;

namespace Conformance.Tests.Documents;

/// <summary>Types the commands of a block, each client on a connection of its own, and compares the replies.</summary>
internal sealed class CommandTerminal(EndPoint server) : IAsyncDisposable
{
    private readonly Dictionary<int, RespClient> _clients = [];

    /// <summary>Empties the server and runs the block; returns the first difference, null when there is none.</summary>
    public async Task<string?> FindDifferenceAsync(CommandBlock block, CancellationToken cancellationToken)
    {
        await using (RespClient client = await RespClient.ConnectAsync(server, cancellationToken))
            await client.CallAsync("FLUSHALL");

        foreach (CommandExchange exchange in block.Exchanges)
        {
            RespValue reply = await TypeAsync(exchange, cancellationToken);
            if (exchange.Difference(RedisCliText.Of(reply)) is { } difference)
                return $"{block.Page}, {difference}";
        }

        return null;
    }

    /// <summary>Runs the block and fails the test at the first difference.</summary>
    public async Task RunAsync(CommandBlock block, CancellationToken cancellationToken)
    {
        string? difference = await FindDifferenceAsync(block, cancellationToken);
        Assert.True(difference is null, difference);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (RespClient client in _clients.Values)
            await client.DisposeAsync();
    }

    private async Task<RespValue> TypeAsync(CommandExchange exchange, CancellationToken cancellationToken)
    {
        if (!_clients.ContainsKey(exchange.Client))
            await ConnectAsync(exchange.Client, server, cancellationToken);

        RespValue reply = await SendAsync(exchange, cancellationToken);
        if (!reply.IsError || !reply.Text.StartsWith("MOVED ", StringComparison.Ordinal))
            return reply;

        // As redis-cli -c does: it goes where it is sent, and asks again.
        await ConnectAsync(exchange.Client, IPEndPoint.Parse(reply.Text.Split(' ')[2]), cancellationToken);
        return await SendAsync(exchange, cancellationToken);
    }

    private async Task<RespValue> SendAsync(CommandExchange exchange, CancellationToken cancellationToken)
    {
        RespClient client = _clients[exchange.Client];
        await client.SendAsync(
            [.. CommandLine.Split(exchange.Command).Select(argument => argument.Bytes)], cancellationToken);
        return await client.ReadAsync(cancellationToken);
    }

    private async Task ConnectAsync(int number, EndPoint endPoint, CancellationToken cancellationToken)
    {
        if (_clients.Remove(number, out RespClient? before))
            await before.DisposeAsync();

        _clients[number] = await RespClient.ConnectAsync(endPoint, cancellationToken);
    }
}
