using System.Globalization;
using System.Text;
using Redis.Fixtures.Resp;

namespace Redis.Fixtures.Differential;

/// <summary>One server's side of a run: its connections and its variables.</summary>
internal sealed class Session(RespTarget target, int protocol, TimeSpan replyTimeout) : IAsyncDisposable
{
    private readonly Dictionary<int, RespClient> _connections = [];
    private readonly Dictionary<string, byte[]> _variables = [];
    private RespClient? _control;

    public string Name => target.Name;

    /// <summary>Empties the server, so that a run owes nothing to the one before it.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _control = await ConnectAsync(cancellationToken);
        await _control.SendAsync("FLUSHALL");
        RespValue reply = await _control.ReadAsync(cancellationToken);
        if (reply.IsError)
        {
            throw new InvalidOperationException($"{Name} refused FLUSHALL: {reply}");
        }
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

        RespClient connection = await ConnectionAsync(step.Connection, cancellationToken);
        if (step.Kind is not StepKind.Read && !await TrySendAsync(connection, step, cancellationToken))
        {
            return [.. Enumerable.Repeat(Answer.Closed, step.Count)];
        }

        List<Answer> answers = [];
        while (answers.Count < step.Count)
        {
            answers.Add(await ReadAsync(connection, cancellationToken));
        }

        if (step.Capture is not null && answers is [{ Value: { } value }, ..])
        {
            _variables[step.Capture] = (value.Items is [var first, ..] ? first : value).Bytes.ToArray();
        }

        return answers;
    }

    /// <summary>
    /// Everything that a connection had still to say. RESET is answered in every state that a connection can be in; it is
    /// sent twice because CLIENT REPLY SKIP swallows one answer.
    /// </summary>
    public async Task<IReadOnlyList<Answer>> DrainAsync(int number, CancellationToken cancellationToken)
    {
        List<Answer> answers = [];
        if (!_connections.TryGetValue(number, out RespClient? connection))
        {
            return answers;
        }

        CommandLineArgument reset = new("RESET"u8.ToArray(), IsQuoted: false);
        Step step = new("RESET") { Arguments = [reset] };
        if (!await TrySendAsync(connection, step, cancellationToken)
            || !await TrySendAsync(connection, step, cancellationToken))
        {
            return [Answer.Closed];
        }

        while (true)
        {
            Answer answer = await ReadAsync(connection, cancellationToken);
            if (answer.Value is { } value && value.Raw.Span.SequenceEqual("+RESET\r\n"u8))
            {
                return answers;
            }

            answers.Add(answer);
            if (answer.Fault is not null)
            {
                return answers;
            }
        }
    }

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

    private async Task<RespClient> ConnectAsync(CancellationToken cancellationToken)
    {
        RespClient connection = await target.ConnectAsync(cancellationToken);
        connection.ReplyTimeout = replyTimeout;
        return connection;
    }

    private async Task<RespClient> ConnectionAsync(int number, CancellationToken cancellationToken)
    {
        if (_connections.TryGetValue(number, out RespClient? connection))
        {
            return connection;
        }

        _connections[number] = connection = await ConnectAsync(cancellationToken);
        if (protocol == 3)
        {
            await connection.SendAsync("HELLO", "3");
            RespValue reply = await connection.ReadAsync(cancellationToken);
            if (reply.IsError)
            {
                throw new InvalidOperationException($"{Name} refused HELLO 3: {reply}");
            }
        }

        return connection;
    }

    private async Task CloseAsync(int number)
    {
        if (_connections.Remove(number, out RespClient? connection))
        {
            await connection.DisposeAsync();
        }
    }

    private async Task<bool> TrySendAsync(RespClient connection, Step step, CancellationToken cancellationToken)
    {
        List<ReadOnlyMemory<byte>> command = [.. step.Arguments.Select(Resolve)];
        try
        {
            await (step.Kind is StepKind.Raw
                ? connection.SendRawAsync(command[0], cancellationToken)
                : connection.SendAsync(command, cancellationToken));
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private ReadOnlyMemory<byte> Resolve(CommandLineArgument argument) =>
        Script.IsVariable(argument) && _variables.TryGetValue(argument.Text, out byte[]? value)
            ? value
            : argument.Bytes;

    private static async Task<Answer> ReadAsync(RespClient connection, CancellationToken cancellationToken)
    {
        try
        {
            return new Answer(await connection.ReadAsync(cancellationToken));
        }
        catch (IOException)
        {
            return Answer.Closed;
        }
        catch (TimeoutException)
        {
            return Answer.TimedOut;
        }
        catch (RespProtocolException exception)
        {
            return new Answer(null, $"({exception.Message})");
        }
    }

    private async Task WaitForBlockedAsync(int count, CancellationToken cancellationToken)
    {
        byte[] wanted = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blocked_clients:{count}\r\n"));
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(replyTimeout);
        while (true)
        {
            await _control!.SendAsync("INFO", "clients");
            RespValue information = await _control.ReadAsync(deadline.Token);
            if (information.Bytes.Span.IndexOf(wanted) >= 0)
            {
                return;
            }

            if (deadline.IsCancellationRequested)
            {
                throw new TimeoutException($"{Name} did not come to {count} blocked clients: {information}");
            }
        }
    }
}
