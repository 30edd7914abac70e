namespace Patterns.Caching.Resilience;

/// <summary>The reply to a Redis command, or why there is none.</summary>
/// <typeparam name="T">The type of the reply.</typeparam>
internal readonly struct RedisReply<T>
{
    public RedisReply(T value)
    {
        Value = value;
    }

    public RedisReply(RedisFailure failure, Exception exception)
    {
        Failure = failure;
        Exception = exception;
    }

    public T? Value { get; }

    public RedisFailure Failure { get; }

    public Exception? Exception { get; }
}
