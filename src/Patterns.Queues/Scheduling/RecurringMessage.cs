namespace Patterns.Queues.Scheduling;

/// <summary>A message that is sent again and again.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
/// <param name="Name">What tells it apart from others of the queue.</param>
/// <param name="Expression">When it is sent.</param>
/// <param name="Create">Makes the message of an occurrence.</param>
public sealed record RecurringMessage<T>(string Name, CronExpression Expression, Func<DateTimeOffset, T> Create)
{
    /// <summary>Whose clock the expression means.</summary>
    /// <value>The default is UTC.</value>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Which messages are taken first.</summary>
    public QueuePriority Priority { get; init; }
}
