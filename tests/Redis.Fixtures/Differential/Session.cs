using System.Globalization;
using Redis.Fixtures.Resp;

namespace Redis.Fixtures.Differential;

/// <summary>One server's side of a run: its connections and its variables.</summary>
internal sealed class Session(RespTarget target, int protocol, TimeSpan replyTimeout) : IAsyncDisposable
{
    private readonly Dictionary<int, ScriptConnection> _connections = [];
    private readonly Dictionary<string, byte[]> _variables = [];
    private RespClient? _control;

    public string Name => target.Name;

    /// <summary>
    /// Empties the server, so that a run owes nothing to the one before it, whose connections it may not have seen
    /// closing.
    /// </summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _control = await ConnectAsync(cancellationToken);
        await DemandAsync(_control, cancellationToken, "CLIENT", "KILL", "TYPE", "normal");
        await DemandAsync(_control, cancellationToken, "CLIENT", "KILL", "TYPE", "pubsub");
        await DemandAsync(_control, cancellationToken, "FLUSHALL");
    }

    public async Task<IReadOnlyList<Answer>> RunAsync(Step step, CancellationToken cancellationToken)
    {
        switch (step.Kind)
        {
            case StepKind.Close:
                await CloseAsync(step.Connection);
                return [];
            case StepKind.WaitForBlocked:
                await WaitForBlockedAsync(step.Count, cancellationToken);
                return [];
        }

        ScriptConnection connection = await ConnectionAsync(step.Connection, cancellationToken);
        List<ReadOnlyMemory<byte>> command = [.. step.Arguments.Select(Resolve)];
        IReadOnlyList<Answer> answers = step.Kind switch
        {
            StepKind.Scan => [await connection.ScanAsync(command, cancellationToken)],
            StepKind.Raw when !await connection.TrySendRawAsync(command[0], cancellationToken) => Closed(step.Count),
            StepKind.Command when !await connection.TrySendAsync(command, cancellationToken) => Closed(step.Count),
            StepKind.Command when !step.IsCounted => await ReadReplyAsync(connection, cancellationToken),
            _ => await ReadAsync(connection, step.Count, cancellationToken),
        };
        if (step.Capture is not null && answers.Count > 0
            && (step.IsCounted ? answers[0] : answers[^1]).Value is { } value)
        {
            _variables[step.Capture] = (value.Items is [var first, ..] ? first : value).Bytes.ToArray();
        }

        return answers;
    }

    /// <summary>Everything that a connection had still to say; nothing, if the script closed it.</summary>
    public async Task<IReadOnlyList<Answer>> DrainAsync(int number, CancellationToken cancellationToken) =>
        _connections.TryGetValue(number, out ScriptConnection? connection)
            ? await connection.DrainAsync(cancellationToken)
            : [];

    public async ValueTask DisposeAsync()
    {
        foreach (int number in _connections.Keys.ToList())
        {
            await CloseAsync(number);
        }

        if (_control is not null)
        {
            await _control.DisposeAsync();
        }
    }

    private static Answer[] Closed(int count) => [.. Enumerable.Repeat(Answer.Closed, count)];

    private static async Task<IReadOnlyList<Answer>> ReadAsync(
        ScriptConnection connection, int count, CancellationToken cancellationToken)
    {
        List<Answer> answers = [];
        while (answers.Count < count)
        {
            answers.Add(await connection.ReadAsync(cancellationToken));
        }

        return answers;
    }

    private static async Task<IReadOnlyList<Answer>> ReadReplyAsync(
        ScriptConnection connection, CancellationToken cancellationToken)
    {
        List<Answer> answers = [];
        do
        {
            answers.Add(await connection.ReadAsync(cancellationToken));
        }
        while (answers[^1].Value is { Type: RespType.Push, Items: [{ Text: "invalidate" }, ..] });

        return answers;
    }

    private async Task<RespClient> ConnectAsync(CancellationToken cancellationToken)
    {
        RespClient client = await target.ConnectAsync(cancellationToken);
        client.ReplyTimeout = replyTimeout;
        return client;
    }

    private async Task<ScriptConnection> ConnectionAsync(int number, CancellationToken cancellationToken)
    {
        if (!_connections.TryGetValue(number, out ScriptConnection? connection))
        {
            RespClient client = await ConnectAsync(cancellationToken);
            _connections[number] = connection = new ScriptConnection(client);
            if (protocol == 3)
            {
                await DemandAsync(client, cancellationToken, "HELLO", "3");
            }
        }

        return connection;
    }

    private async Task CloseAsync(int number)
    {
        if (_connections.Remove(number, out ScriptConnection? connection))
        {
            await connection.DisposeAsync();
        }
    }

    private ReadOnlyMemory<byte> Resolve(CommandLineArgument argument) =>
        Script.IsVariable(argument) && _variables.TryGetValue(argument.Text, out byte[]? value)
            ? value
            : argument.Bytes;

    /// <summary>What the comparison itself needs, which a server must not refuse.</summary>
    private async Task<RespValue> DemandAsync(
        RespClient client, CancellationToken cancellationToken, params string[] command)
    {
        await client.SendAsync(command);
        RespValue reply = await client.ReadAsync(cancellationToken);
        return reply.IsError
            ? throw new InvalidOperationException($"{Name} refused {string.Join(' ', command)}: {reply}")
            : reply;
    }

    private Task WaitForBlockedAsync(int count, CancellationToken cancellationToken)
    {
        string wanted = string.Create(CultureInfo.InvariantCulture, $"blocked_clients:{count}\r\n");
        return Poll.UntilAsync(
            async token => (await DemandAsync(_control!, token, "INFO", "clients"))
                .Text.Contains(wanted, StringComparison.Ordinal),
            $"{Name} has {count} blocked clients",
            cancellationToken);
    }
}
