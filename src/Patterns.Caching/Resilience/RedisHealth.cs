using Microsoft.Extensions.Logging;

namespace Patterns.Caching.Resilience;

/// <summary>Whether Redis has failed lately. It says so in the log when that changes, and only then.</summary>
/// <param name="keyPrefix">The cache, for the log.</param>
/// <param name="quietPeriod">How long no command may fail before Redis counts as healthy again; it keeps single
/// failures among many successes from writing two lines each.</param>
/// <param name="logger">Where the changes are reported.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class RedisHealth(string keyPrefix, TimeSpan quietPeriod, ILogger logger, TimeProvider timeProvider)
{
    private bool _degraded;
    private long _lastFailure;

    public bool IsDegraded => Volatile.Read(ref _degraded);

    public void Failed(RedisFailure failure, Exception exception)
    {
        Volatile.Write(ref _lastFailure, timeProvider.GetTimestamp());
        if (!Interlocked.Exchange(ref _degraded, true))
        {
            Log.RedisDegraded(logger, keyPrefix, failure, exception);
        }
    }

    public void Succeeded()
    {
        if (!IsDegraded || timeProvider.GetElapsedTime(Volatile.Read(ref _lastFailure)) < quietPeriod)
        {
            return;
        }

        if (Interlocked.Exchange(ref _degraded, false))
        {
            Log.RedisRecovered(logger, keyPrefix, quietPeriod);
        }
    }
}
