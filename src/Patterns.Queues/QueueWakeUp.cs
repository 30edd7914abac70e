namespace Patterns.Queues;

/// <summary>How sleeping workers hear of new messages.</summary>
public enum QueueWakeUp
{
    /// <summary>A worker that finds nothing blocks in XREADGROUP on a connection of its own. Redis hands a new message
    /// to one worker at once; producers send nothing more than the message.</summary>
    BlockingConnection,

    /// <summary>Producers publish on a channel, as workers do when the end of a message leaves something to do, and
    /// every sleeping worker looks; a worker that missed it looks once a second. For servers and proxies that allow no
    /// blocking.</summary>
    PublishSubscribe,
}
