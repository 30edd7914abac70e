using System.Diagnostics.CodeAnalysis;
using StackExchange.Redis;

namespace Patterns.Queues.Storage;

/// <summary>
/// A message that a worker holds. Lane, entry and count name the delivery: the next has another count.
/// </summary>
[SuppressMessage(
    "Design", "CA1001", Justification = "A source without a timer holds nothing that would have to be disposed of.")]
internal sealed class Delivery
{
    private readonly CancellationTokenSource _lost = new();
    private int _state;

    /// <summary>Which stream of the queue, counted from 1.</summary>
    public required int Lane { get; init; }

    /// <summary>The id of the entry in the stream.</summary>
    public required string Entry { get; init; }

    /// <summary>How often the entry has been delivered.</summary>
    public required int Count { get; init; }

    /// <summary>How often the message has been tried, this time included.</summary>
    public required int Attempt { get; init; }

    /// <summary>The message's id, which stays the same through retries and replays.</summary>
    public required string Id { get; init; }

    public byte[]? Data { get; init; }

    public string? Type { get; init; }

    public byte[]? Headers { get; init; }

    public string? TraceParent { get; init; }

    public string? Group { get; init; }

    public string? Unique { get; init; }

    public int? MaxAttempts { get; init; }

    /// <summary>When the message was sent, in milliseconds since 1970 by the clock of Redis.</summary>
    public required long EnqueuedAt { get; init; }

    /// <summary>The clock of Redis when the message was delivered; 0 if it was not told.</summary>
    public long DeliveredAt { get; init; }

    /// <summary>From when on somebody else may hold the message, as a timestamp of the worker's clock.</summary>
    public long Deadline { get; set; }

    /// <summary>When the lease was last renewed.</summary>
    public long RenewedAt { get; set; }

    /// <summary>Until when it is renewed.</summary>
    public long RenewUntil { get; set; }

    public CancellationToken Lost => _lost.Token;

    public bool IsHeld => Volatile.Read(ref _state) == 0;

    /// <summary>Claims the right to end this delivery. Only one caller gets it.</summary>
    public bool TryEnd() => Interlocked.CompareExchange(ref _state, 1, 0) == 0;

    /// <summary>The lease is over, for a reason that cannot be undone.</summary>
    public bool TryLose()
    {
        if (!TryEnd())
        {
            return false;
        }

        _lost.Cancel();
        return true;
    }

    /// <summary>Reads a delivery from the fields of its entry.</summary>
    public static Delivery Read(int lane, string entry, int count, int? attempt, RedisResult[] fields, long now)
    {
        byte[]? data = null, headers = null;
        string? type = null, trace = null, group = null, unique = null, id = null;
        int? most = null;
        int before = 0;
        long sent = MessageFields.MillisecondsOf(entry);
        for (int i = 0; i + 1 < fields.Length; i += 2)
        {
            RedisResult value = fields[i + 1];
            switch ((string?)fields[i])
            {
                case MessageFields.Data: data = (byte[]?)value; break;
                case MessageFields.Type: type = (string?)value; break;
                case MessageFields.Headers: headers = (byte[]?)value; break;
                case MessageFields.TraceParent: trace = (string?)value; break;
                case MessageFields.Group: group = (string?)value; break;
                case MessageFields.Unique: unique = (string?)value; break;
                case MessageFields.Id: id = (string?)value; break;
                case MessageFields.MaxAttempts: most = (int)value; break;
                case MessageFields.Attempts: before = (int)value; break;
                case MessageFields.EnqueuedAt: sent = (long)value; break;
            }
        }

        return new Delivery
        {
            Lane = lane,
            Entry = entry,
            Count = count,
            Attempt = attempt ?? before + count,
            Id = id ?? entry,
            Data = data,
            Type = type,
            Headers = headers,
            TraceParent = trace,
            Group = group,
            Unique = unique,
            MaxAttempts = most,
            EnqueuedAt = sent,
            DeliveredAt = now,
        };
    }
}
