using System.Collections.Concurrent;
using Patterns.Core.Resilience;

namespace Patterns.Core.Tests.Scripting;

/// <summary>Keeps what a gate reports.</summary>
internal sealed class RecordingObserver : IRedisObserver
{
    public ConcurrentQueue<string> Replies { get; } = [];

    public ConcurrentQueue<RedisFailure> Failures { get; } = [];

    public void Replied(string command, TimeSpan elapsed) => Replies.Enqueue(command);

    public void Failed(string command, RedisFailure failure) => Failures.Enqueue(failure);

    public void Degraded(RedisFailure failure, Exception exception)
    {
    }

    public void Recovered(TimeSpan quietPeriod)
    {
    }
}
