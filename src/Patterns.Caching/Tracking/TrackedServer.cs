using System.Net;
using StackExchange.Redis;

namespace Patterns.Caching.Tracking;

/// <summary>A connection to one server that is told of every change to the cache's entries there, by whomever it is
/// made (CLIENT TRACKING with BCAST and a prefix, over RESP3). It does nothing else, and ends when anything is
/// wrong.</summary>
/// <param name="endPoint">The server.</param>
/// <param name="prefix">What the keys of entries begin with.</param>
/// <param name="invalidated">Hears the name of an entry that has changed; null means any.</param>
internal sealed class TrackedServer(EndPoint endPoint, string prefix, Action<string?> invalidated) : IAsyncDisposable
{
    private readonly CancellationTokenSource _ends = new();
    private Stream? _stream;
    private int _unanswered;

    public EndPoint EndPoint => endPoint;

    /// <summary>Completes when the connection has ended, with what was wrong.</summary>
    public Task Reading { get; private set; } = Task.CompletedTask;

    /// <summary>Connects, and returns when everything that changes from now on is heard.</summary>
    public async Task StartAsync(ConfigurationOptions configuration, CancellationToken cancellationToken)
    {
        _stream = await TrackingStream.OpenAsync(configuration, endPoint, cancellationToken).ConfigureAwait(false);
        var reader = new PushReader(_stream);
        string name = $"{configuration.ClientName ?? "patterns"}-tracking";
        string[] hello = configuration.Password is { Length: > 0 } password
            ? ["HELLO", "3", "AUTH", configuration.User is { Length: > 0 } user ? user : "default", password]
            : ["HELLO", "3"];
        await AskAsync(reader, TrackingStream.Command([.. hello, "SETNAME", name]), cancellationToken)
            .ConfigureAwait(false);
        await AskAsync(
                reader,
                TrackingStream.Command("CLIENT", "TRACKING", "ON", "BCAST", "PREFIX", prefix),
                cancellationToken)
            .ConfigureAwait(false);
        Reading = ReadAsync(reader);
    }

    /// <summary>Asks whether the server is still there.</summary>
    /// <returns>False when it has not answered the question before.</returns>
    public async Task<bool> PingAsync(CancellationToken cancellationToken)
    {
        if (Reading.IsCompleted || Interlocked.Exchange(ref _unanswered, 1) != 0)
        {
            return false;
        }

        await _stream!.WriteAsync(TrackingStream.Command("PING"), cancellationToken).ConfigureAwait(false);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync().ConfigureAwait(false);
        if (_stream is not null)
        {
            await _stream.DisposeAsync().ConfigureAwait(false);
        }

        await Reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ends.Dispose();
    }

    private async Task AskAsync(PushReader reader, byte[] command, CancellationToken cancellationToken)
    {
        await _stream!.WriteAsync(command, cancellationToken).ConfigureAwait(false);
        (char type, object? reply) = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (type == '-')
        {
            throw new RedisServerException((string?)reply ?? "");
        }
    }

    private async Task ReadAsync(PushReader reader)
    {
        while (true)
        {
            (char type, object? value) = await reader.ReadAsync(_ends.Token).ConfigureAwait(false);
            if (type != '>')
            {
                Volatile.Write(ref _unanswered, 0);
            }
            else if (value is List<object?> and ["invalidate", var keys])
            {
                Invalidate(keys as List<object?>);
            }
        }
    }

    private void Invalidate(List<object?>? keys)
    {
        if (keys is null)
        {
            // FLUSHALL, or more than the server keeps track of.
            invalidated(null);
            return;
        }

        foreach (object? key in keys)
        {
            if (key is string name && name.StartsWith(prefix, StringComparison.Ordinal))
            {
                invalidated(name[prefix.Length..]);
            }
        }
    }
}
