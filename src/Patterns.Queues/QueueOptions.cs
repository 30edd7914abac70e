using Patterns.Core;
using Polly;

namespace Patterns.Queues;

/// <summary>What every kind of queue has in common.</summary>
public abstract class QueueOptions
{
    private protected QueueOptions()
    {
    }

    /// <summary>The prefix of all keys. Queues with the same prefix and name on the same Redis are the same
    /// queue.</summary>
    /// <value>1 to 100 characters without braces, white space or control characters; the default is
    /// <c>queue</c>.</value>
    public string KeyPrefix { get; set; } = "queue";

    /// <summary>The largest serialized message with its headers, in bytes. A larger one is refused where it is
    /// sent.</summary>
    /// <value>1 to 104,857,600; the default is 1,048,576. Raising it raises the memory of workers, which hold as many
    /// messages as they handle at a time.</value>
    public int MaxPayloadBytes { get; set; } = 1024 * 1024;

    /// <summary>How long Redis may take for one call.</summary>
    /// <value>1 millisecond to 1 minute; the default is 2 seconds.</value>
    public TimeSpan RedisTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>When the queue stops asking a Redis that does not answer, and for how long.</summary>
    public CircuitOptions RedisCircuit { get; set; } = new();

    /// <summary>Runs every call instead of the circuit breaker of <see cref="RedisCircuit"/>. The timeout still bounds
    /// each call. A retry may add a message twice unless it has a de-duplication id.</summary>
    /// <value>Null, the default, means the circuit breaker.</value>
    public ResiliencePipeline? RedisPipeline { get; set; }

    /// <summary>Checked options that the program cannot change any more.</summary>
    /// <typeparam name="TOptions">The options.</typeparam>
    /// <param name="options">What the program gave; null means the defaults.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of
    /// bounds.</exception>
    internal static TOptions OwnOf<TOptions>(TOptions? options)
        where TOptions : QueueOptions, new()
    {
        var own = (TOptions)(options ?? new TOptions()).Copy();
        QueueOptionsValidator<TOptions>.Instance.ThrowIfInvalid(own);
        return own;
    }

    internal virtual QueueOptions Copy() => (QueueOptions)MemberwiseClone();

    internal virtual void Check(OptionsFailures failures)
    {
        QueueOptions options = this;
        failures.RequireKeyPrefix(options.KeyPrefix);
        failures.RequireWithin(
            options.MaxPayloadBytes, 1, 100 * 1024 * 1024, "store what is larger elsewhere, and send where it is");
        failures.RequireWithin(
            options.RedisTimeout,
            TimeSpan.FromMilliseconds(1),
            TimeSpan.FromMinutes(1),
            "2 seconds suit most services");
        failures.RequireCircuit(options.RedisCircuit);
    }
}
