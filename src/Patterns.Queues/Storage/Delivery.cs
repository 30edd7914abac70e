using System.Diagnostics.CodeAnalysis;
using StackExchange.Redis;

namespace Patterns.Queues.Storage;

/// <summary>
/// A message that a worker holds. Lane, entry and count name the delivery: the next has another count.
/// </summary>
/// <param name="lane">Which stream of the queue, counted from 1.</param>
/// <param name="entry">The id of the entry in the stream.</param>
/// <param name="count">How often the entry has been delivered.</param>
/// <param name="now">The clock of Redis when the message was delivered; 0 if it was not told.</param>
[SuppressMessage(
    "Design", "CA1001", Justification = "A source without a timer holds nothing that would have to be disposed of.")]
internal sealed class Delivery(int lane, RedisValue entry, int count, long now)
{
    // Attempts of this entry are added to it.
    private const int MostAttempts = int.MaxValue / 2;
    private static readonly long _latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    private int _attemptsBefore;
    private long? _enqueuedAt;
    private string? _id;
    private CancellationTokenSource? _lost;
    private volatile State _state;

    private enum State
    {
        Held,
        Ended,
        Lost,
    }

    public int Lane => lane;

    public RedisValue Entry => entry;

    public int Count => count;

    /// <summary>How often the message has been tried, in earlier entries too, and this time included.</summary>
    public int Attempt => _attemptsBefore + count;

    /// <summary>The message's id, which stays the same through retries and replays.</summary>
    public string Id => _id ??= (string)entry!;

    public byte[]? Data { get; private set; }

    public string? Type { get; private set; }

    public byte[]? Headers { get; private set; }

    public string? TraceParent { get; private set; }

    public string? Group { get; private set; }

    public string? Unique { get; private set; }

    public int? MaxAttempts { get; private set; }

    /// <summary>The name of a field that is to be a number and is none; null if all is well.</summary>
    public string? Malformed { get; private set; }

    /// <summary>When the message was sent, in milliseconds since 1970 by the clock of Redis.</summary>
    public long EnqueuedAt => _enqueuedAt ??= MessageFields.MillisecondsOf((string)entry!);

    /// <summary>The clock of Redis when the message was delivered; 0 if it was not told.</summary>
    public long DeliveredAt => now;

    /// <summary>From when on somebody else may hold the message, as a timestamp of the worker's clock.</summary>
    public long Deadline { get; set; }

    /// <summary>When the lease was last renewed.</summary>
    public long RenewedAt { get; set; }

    /// <summary>Until when it is renewed.</summary>
    public long RenewUntil { get; set; }

    /// <summary>Cancelled when the lease is lost. Most handlers never ask for it, so it is made for the first that
    /// does.</summary>
    public CancellationToken Lost
    {
        get
        {
            CancellationTokenSource source =
                LazyInitializer.EnsureInitialized(ref _lost, static () => new CancellationTokenSource());
            if (_state == State.Lost)
            {
                source.Cancel();
            }

            return source.Token;
        }
    }

    public bool IsHeld => _state == State.Held;

    /// <summary>Claims the right to end this delivery. Only one caller gets it.</summary>
    public bool TryEnd() => Interlocked.CompareExchange(ref _state, State.Ended, State.Held) == State.Held;

    /// <summary>The lease is over, for a reason that cannot be undone.</summary>
    public bool TryLose()
    {
        if (Interlocked.CompareExchange(ref _state, State.Lost, State.Held) != State.Held)
        {
            return false;
        }

        // Whoever makes the source after this line sees that the lease is lost. What handlers do when they are told
        // does not hold up the worker.
        _ = Volatile.Read(ref _lost)?.CancelAsync();
        return true;
    }

    /// <summary>Reads the fields of the entry.</summary>
    public Delivery Read(RedisResult[] fields)
    {
        for (int i = 0; i + 1 < fields.Length; i += 2)
        {
            RedisResult value = fields[i + 1];
            string? name = MessageFields.NameOf(fields[i]);
            switch (name)
            {
                case MessageFields.Data: Data = (byte[]?)value; break;
                case MessageFields.Type: Type = (string?)value; break;
                case MessageFields.Headers: Headers = (byte[]?)value; break;
                case MessageFields.TraceParent: TraceParent = (string?)value; break;
                case MessageFields.Group: Group = (string?)value; break;
                case MessageFields.Unique: Unique = (string?)value; break;
                case MessageFields.Id: _id = (string?)value; break;
                case MessageFields.MaxAttempts: MaxAttempts = (int?)NumberOf(name, value, int.MaxValue); break;
                case MessageFields.Attempts: _attemptsBefore = (int?)NumberOf(name, value, MostAttempts) ?? 0; break;
                case MessageFields.EnqueuedAt: _enqueuedAt = NumberOf(name, value, _latest); break;
            }
        }

        return this;
    }

    private long? NumberOf(string name, RedisResult value, long most)
    {
        if (((RedisValue)value).TryParse(out long number) && number >= 0 && number <= most)
        {
            return number;
        }

        Malformed = name;
        return null;
    }
}
