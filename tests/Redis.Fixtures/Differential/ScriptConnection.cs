using System.Text;
using Redis.Fixtures.Resp;

namespace Redis.Fixtures.Differential;

/// <summary>
/// One connection of a script to one of its servers; whatever goes wrong on it is an <see cref="Answer"/>.
/// </summary>
internal sealed class ScriptConnection(RespClient client) : IAsyncDisposable
{
    private const int MaxPages = 100_000;

    /// <summary>False if the server has closed the connection.</summary>
    public async Task<bool> TrySendAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> command, CancellationToken cancellationToken)
    {
        try
        {
            await client.SendAsync(command, cancellationToken);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>False if the server has closed the connection.</summary>
    public async Task<bool> TrySendRawAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await client.SendRawAsync(bytes, cancellationToken);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    public async Task<Answer> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return new Answer(await client.ReadAsync(cancellationToken));
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

    /// <summary>
    /// Everything that the server had still to say. RESET is answered in every state that a connection can be in; it is
    /// sent twice because CLIENT REPLY SKIP swallows one answer.
    /// </summary>
    public async Task<IReadOnlyList<Answer>> DrainAsync(CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte>[] reset = ["RESET"u8.ToArray()];
        if (!await TrySendAsync(reset, cancellationToken) || !await TrySendAsync(reset, cancellationToken))
        {
            return [Answer.Closed];
        }

        List<Answer> answers = [];
        while (true)
        {
            Answer answer = await ReadAsync(cancellationToken);
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

    /// <summary>Every page of a scan as one array, its elements (or pairs of them) sorted and each only once.</summary>
    public async Task<Answer> ScanAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> command, CancellationToken cancellationToken)
    {
        string name = Encoding.ASCII.GetString(command[0].Span).ToUpperInvariant();
        int cursor = name == "SCAN" ? 1 : 2;
        int groupSize = name is "HSCAN" or "ZSCAN" ? 2 : 1;
        SortedDictionary<string, RespValue[]> elements = new(StringComparer.Ordinal);
        List<ReadOnlyMemory<byte>> next = [.. command];
        for (int count = 0; count < MaxPages; count++)
        {
            if (!await TrySendAsync(next, cancellationToken))
            {
                return Answer.Closed;
            }

            Answer answer = await ReadAsync(cancellationToken);
            if (answer.Value is not { Items: [var nextCursor, { IsAggregate: true } page] })
            {
                return answer;
            }

            foreach (RespValue[] element in page.Items.Chunk(groupSize))
            {
                elements[string.Concat(element.Select(item => item.SortKey))] = element;
            }

            if (nextCursor.Text == "0")
            {
                return new Answer(page.WithItems([.. elements.Values.SelectMany(element => element)]));
            }

            next[cursor] = nextCursor.Bytes;
        }

        return new Answer(null, $"(the scan did not end within {MaxPages} pages)");
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();
}
