namespace Patterns.Core.Resilience;

/// <summary>The reply to a Redis command, or why there is none.</summary>
/// <typeparam name="T">The type of the reply.</typeparam>
public readonly struct RedisReply<T>
{
    internal RedisReply(T value)
    {
        Value = value;
    }

    internal RedisReply(RedisFailure failure, Exception exception)
    {
        Failure = failure;
        Exception = exception;
    }

    /// <summary>The reply, if there is one.</summary>
    public T? Value { get; }

    /// <summary>Why there is none; <see cref="RedisFailure.None"/> if there is one.</summary>
    public RedisFailure Failure { get; }

    /// <summary>What the client threw, if it failed.</summary>
    public Exception? Exception { get; }
}
