using Polly;

namespace Patterns.Core.Resilience;

/// <summary>How a <see cref="RedisGate"/> bounds its commands.</summary>
/// <param name="Timeout">How long one command may take.</param>
/// <param name="Circuit">When Redis is not asked any more.</param>
/// <param name="Pipeline">Runs every command instead of the circuit breaker; null means the circuit breaker.</param>
public sealed record RedisGateOptions(TimeSpan Timeout, CircuitOptions Circuit, ResiliencePipeline? Pipeline);
