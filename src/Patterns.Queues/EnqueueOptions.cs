namespace Patterns.Queues;

/// <summary>How one message is queued. Without any option a message costs one XADD, with one a script.</summary>
public sealed record EnqueueOptions
{
    /// <summary>How long the message waits, by the clock of Redis, before a worker may take it.</summary>
    /// <value>0, the default, to 10 years.</value>
    public TimeSpan Delay { get; init; }

    /// <summary>Which messages are taken first.</summary>
    public QueuePriority Priority { get; init; }

    /// <summary>The group. Messages of a group are handled one after the other, in the order in which they became due
    /// (see <see cref="StreamQueueOptions.GroupConcurrency"/>), and groups take turns, so that none is kept waiting by
    /// another's thousand messages.</summary>
    /// <value>Null, the default, for no group; 1 to 256 characters, without U+0000 and U+0001.</value>
    public string? GroupKey { get; init; }

    /// <summary>What tells messages apart that should be one.</summary>
    /// <value>Null, the default, for no de-duplication; 1 to 256 characters.</value>
    public string? DeduplicationId { get; init; }

    /// <summary>What <see cref="DeduplicationId"/> means.</summary>
    public DeduplicationMode DeduplicationMode { get; init; }

    /// <summary>The window of <see cref="DeduplicationMode.Throttle"/> and
    /// <see cref="DeduplicationMode.Debounce"/>.</summary>
    /// <value>1 millisecond to 366 days; the default is 5 minutes.</value>
    public TimeSpan DeduplicationWindow { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often this message is tried.</summary>
    /// <value>1 to 10,000; null, the default, means <see cref="StreamOptions.MaxAttempts"/>.</value>
    public int? MaxAttempts { get; init; }

    /// <summary>What travels with the message and is not part of it.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    internal static EnqueueOptions None { get; } = new();

    /// <summary>Whether the message may be added by a plain XADD.</summary>
    internal bool IsPlain => Delay == TimeSpan.Zero && GroupKey is null && DeduplicationId is null;

    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    internal void ThrowIfInvalid()
    {
        RequireWithin(Delay, TimeSpan.Zero, TimeSpan.FromDays(3660), nameof(Delay));
        RequireWithin(
            DeduplicationWindow, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(366), nameof(DeduplicationWindow));
        RequireWithin(MaxAttempts ?? 1, 1, 10_000, nameof(MaxAttempts));
        RequireName(GroupKey, nameof(GroupKey));
        RequireName(DeduplicationId, nameof(DeduplicationId));
        if (!Enum.IsDefined(Priority) || !Enum.IsDefined(DeduplicationMode))
        {
            throw new ArgumentOutOfRangeException(
                $"Priority {Priority} or DeduplicationMode {DeduplicationMode} has no name: choose one that has.",
                innerException: null);
        }

        if (DeduplicationMode == DeduplicationMode.Debounce && DeduplicationId is not null && Delay > TimeSpan.Zero)
        {
            throw new ArgumentException(
                $"The message has a Delay of {Delay} and is debounced, which is a delay itself: remove the Delay.");
        }
    }

    private static void RequireWithin<TValue>(TValue value, TValue minimum, TValue maximum, string name)
        where TValue : IComparable<TValue>
    {
        if (value.CompareTo(minimum) < 0 || value.CompareTo(maximum) > 0)
        {
            throw new ArgumentOutOfRangeException(
                name, value, $"{name} is {value}, but must be between {minimum} and {maximum}: correct it.");
        }
    }

    private static void RequireName(string? value, string name)
    {
        if (value is null)
        {
            return;
        }

        if (value.Length is 0 or > 256)
        {
            throw new ArgumentException(
                $"{name} has {value.Length} characters, but must have 1 to 256: use an identifier, or a hash.", name);
        }

        if (value.AsSpan().IndexOfAny('\0', '\u0001') >= 0)
        {
            throw new ArgumentException(
                $"{name} contains U+0000 or U+0001, which separate names in Redis: remove or encode them.", name);
        }
    }
}
