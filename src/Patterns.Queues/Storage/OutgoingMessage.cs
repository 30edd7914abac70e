using Patterns.Core.Resilience;
using StackExchange.Redis;

namespace Patterns.Queues.Storage;

/// <summary>A message on its way to the queue.</summary>
/// <param name="id">The message's id.</param>
/// <param name="arguments">What enqueue.lua wants to know of it.</param>
/// <param name="payloadBytes">How large it is, roughly.</param>
/// <param name="throttle">The key that throttles it, if one does.</param>
internal sealed class OutgoingMessage(string id, RedisValue[] arguments, long payloadBytes, RedisKey? throttle)
    : TaskCompletionSource<RedisReply<RedisResult>>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public RedisValue[] Arguments { get; } = arguments;

    public long PayloadBytes { get; } = payloadBytes;

    public RedisKey? Throttle { get; } = throttle;

    /// <summary>Which message of its call it is.</summary>
    public int Place { get; set; }

    /// <summary>Reads what enqueue.lua returns for the message: a number, or a number and the id that counts.</summary>
    /// <param name="replies">What it returns for all messages of the call.</param>
    public EnqueueResult Read(RedisResult replies)
    {
        RedisResult reply = replies[Place];
        bool names = reply.Length > 0;
        EnqueueOutcome outcome = (int)(names ? reply[0] : reply) switch
        {
            0 => EnqueueOutcome.Duplicate,
            1 => EnqueueOutcome.Added,
            2 => EnqueueOutcome.Delayed,
            3 => EnqueueOutcome.WaitingForGroup,
            4 => EnqueueOutcome.Replaced,
            _ => EnqueueOutcome.Full,
        };
        return new EnqueueResult(
            outcome, names ? (string?)reply[1] : outcome == EnqueueOutcome.Full ? null : id);
    }
}
