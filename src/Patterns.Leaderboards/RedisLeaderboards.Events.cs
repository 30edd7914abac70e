using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using StackExchange.Redis;

namespace Patterns.Leaderboards;

public sealed partial class RedisLeaderboards
{
    private const int MaxWaitingEvents = 1_000;

    /// <inheritdoc/>
    public IAsyncEnumerable<LeaderboardRankEvent> ListenAsync(
        string board, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(board);
        RequireEvents(LeaderboardEvents.Channel);
        return ListenToAsync(RedisChannel.Literal((string)_keys.Of(board).Events!), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LeaderboardRankEvent>> ReadEventsAsync(
        string board, string? after = null, int count = 100, CancellationToken cancellationToken = default)
    {
        using Activity? span = Begin("leaderboard.read_events", board, cancellationToken);
        RequireEvents(LeaderboardEvents.Stream);
        RequireWithin(count, 1, LeaderboardsOptions.MaxCount, nameof(count), "read further ones with their position");
        StreamEntry[] entries = await _store.CallAsync(
            board,
            "XRANGE",
            static (database, call) => database.StreamRangeAsync(call.Key, call.From, count: call.Count),
            (Key: _keys.Of(board).Events, From: after is null ? "-" : $"({after}", Count: count),
            cancellationToken).ConfigureAwait(false);
        return [.. entries.Select(ReadEntry)];
    }

    private async IAsyncEnumerable<LeaderboardRankEvent> ListenToAsync(
        RedisChannel source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Channel<LeaderboardRankEvent> waiting = Channel.CreateBounded<LeaderboardRankEvent>(
            new BoundedChannelOptions(MaxWaitingEvents) { FullMode = BoundedChannelFullMode.DropOldest });

        // The queue of the client keeps the order of messages.
        ChannelMessageQueue messages = await _store.Multiplexer.GetSubscriber()
            .SubscribeAsync(source)
            .WaitAsync(cancellationToken)
            .ConfigureAwait(false);
        messages.OnMessage(message => waiting.Writer.TryWrite(ReadMessage(message.Message)));
        try
        {
            await foreach (LeaderboardRankEvent change in waiting.Reader
                .ReadAllAsync(cancellationToken)
                .ConfigureAwait(false))
            {
                yield return change;
            }
        }
        finally
        {
            await messages.UnsubscribeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>A message is: period, rank, rank before, number, and all that follows is the member.</summary>
    private LeaderboardRankEvent ReadMessage(RedisValue message)
    {
        ReadOnlySpan<byte> rest = ((ReadOnlyMemory<byte>)message).Span;
        string period = Next(ref rest), rank = Next(ref rest), before = Next(ref rest), number = Next(ref rest);
        return ToEvent(period, rest.ToArray(), rank, before, number);

        static string Next(ref ReadOnlySpan<byte> rest)
        {
            int space = rest.IndexOf((byte)' ');
            string word = Encoding.ASCII.GetString(rest[..space]);
            rest = rest[(space + 1)..];
            return word;
        }
    }

    private LeaderboardRankEvent ReadEntry(StreamEntry entry) => ToEvent(
        (string)entry["period"]!,
        entry["member"],
        (string)entry["rank"]!,
        (string)entry["before"]!,
        (string)entry["number"]!) with { Position = entry.Id };

    private LeaderboardRankEvent ToEvent(
        string period, RedisValue member, string rank, string before, string number)
        => new(
            period,
            member,
            long.Parse(rank, CultureInfo.InvariantCulture),
            before == "0" ? null : long.Parse(before, CultureInfo.InvariantCulture),
            _places.Score(number));

    private void RequireEvents(LeaderboardEvents kind)
    {
        if (_events != kind)
        {
            throw new InvalidOperationException(
                $"{nameof(LeaderboardsOptions.Events)} is {_events}, but must be {kind} for this: set it where the "
                + "boards are made.");
        }
    }
}
