namespace Patterns.Core.Resilience;

/// <summary>What a <see cref="RedisGate"/> tells the recipe that it serves, for its metrics and its log.</summary>
public interface IRedisObserver
{
    /// <summary>A command is over, with a reply or without.</summary>
    /// <param name="command">Its name.</param>
    /// <param name="elapsed">How long the caller waited.</param>
    void Replied(string command, TimeSpan elapsed);

    /// <summary>A command brought no reply.</summary>
    /// <param name="command">Its name.</param>
    /// <param name="failure">Why.</param>
    void Failed(string command, RedisFailure failure);

    /// <summary>Redis began to fail; not repeated while it fails.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="exception">What the client threw.</param>
    void Degraded(RedisFailure failure, Exception exception);

    /// <summary>Redis answers again.</summary>
    /// <param name="quietPeriod">How long no command has failed.</param>
    void Recovered(TimeSpan quietPeriod);
}
