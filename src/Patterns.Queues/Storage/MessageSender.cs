using Patterns.Core.Resilience;
using Patterns.Core.Scripting;
using StackExchange.Redis;

namespace Patterns.Queues.Storage;

/// <summary>Sends messages that need a script, in the order in which they come. What comes while calls are under way
/// gathers until it is as many, and goes with the next: senders that are many share what a call costs, while Redis
/// always has one at hand; who sends alone never waits.</summary>
internal sealed class MessageSender(RedisGate gate, RedisKey[] keys, RedisValue limits, RedisValue capacity)
{
    /// <summary>So many go at once, however many are under way: a call is to be short for all others.</summary>
    private const int FullBatch = 64;

    private const int FullBatchBytes = 256 * 1024;

    private readonly Lock _lock = new();
    private readonly Queue<OutgoingMessage> _gathered = [];
    private int _underWay;
    private bool _isSending;

    // Calls that follow each other keep their order if Redis knows the script; the first one finds out.
    private bool _mayFollow;

    /// <summary>Sends a message; its task ends with the reply to the call that it went with.</summary>
    public void Send(OutgoingMessage message)
    {
        lock (_lock)
        {
            _gathered.Enqueue(message);
        }

        SendGathered();
    }

    private void SendGathered()
    {
        while (true)
        {
            OutgoingMessage[] batch;
            lock (_lock)
            {
                int enough = Math.Clamp(_underWay, 1, FullBatch);
                if (_isSending || _gathered.Count < enough || (_underWay > 0 && !_mayFollow))
                {
                    return;
                }

                _isSending = true;
                batch = Take();
                _underWay += batch.Length;
            }

            _ = SendAsync(batch);
            lock (_lock)
            {
                _isSending = false;
            }
        }
    }

    private OutgoingMessage[] Take()
    {
        var batch = new List<OutgoingMessage>(Math.Min(_gathered.Count, FullBatch));
        long bytes = 0;
        while (batch.Count < FullBatch && bytes < FullBatchBytes
            && _gathered.TryDequeue(out OutgoingMessage? message))
        {
            message.Place = batch.Count;
            bytes += message.PayloadBytes;
            batch.Add(message);
        }

        return [.. batch];
    }

    private async Task SendAsync(OutgoingMessage[] batch)
    {
        try
        {
            RedisReply<RedisResult> reply =
                await gate.EvaluateAsync(CallFor(batch), CancellationToken.None).ConfigureAwait(false);
            Over(batch.Length, succeeded: reply.Failure == RedisFailure.None);
            foreach (OutgoingMessage message in batch)
            {
                message.SetResult(reply);
            }
        }
        catch (Exception exception)
        {
            Over(batch.Length, succeeded: false);
            foreach (OutgoingMessage message in batch)
            {
                message.SetException(exception);
            }
        }
    }

    private void Over(int count, bool succeeded)
    {
        lock (_lock)
        {
            _underWay -= count;
            _mayFollow = succeeded;
        }

        SendGathered();
    }

    private ScriptCall CallFor(OutgoingMessage[] batch)
    {
        var arguments = new RedisValue[2 + batch.Sum(message => message.Arguments.Length)];
        (arguments[0], arguments[1]) = (limits, capacity);
        int next = 2;
        foreach (OutgoingMessage message in batch)
        {
            message.Arguments.CopyTo(arguments, next);
            next += message.Arguments.Length;
        }

        RedisKey[] throttles = [.. batch.Where(message => message.Throttle is not null).Select(
            message => message.Throttle!.Value)];
        return new ScriptCall(QueueScripts.Enqueue, throttles.Length == 0 ? keys : [.. keys, .. throttles], arguments);
    }
}
