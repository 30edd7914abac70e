namespace Patterns.Core.Resilience;

/// <summary>Whether Redis has failed lately. It says so when that changes, and only then.</summary>
/// <param name="quietPeriod">How long no command may fail before Redis counts as healthy again; it keeps single
/// failures among many successes from being reported one by one.</param>
/// <param name="observer">Who hears of the changes.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class RedisHealth(TimeSpan quietPeriod, IRedisObserver observer, TimeProvider timeProvider)
{
    private bool _degraded;
    private long _lastFailure;

    public bool IsDegraded => Volatile.Read(ref _degraded);

    public void Failed(RedisFailure failure, Exception exception)
    {
        Volatile.Write(ref _lastFailure, timeProvider.GetTimestamp());
        if (!Interlocked.Exchange(ref _degraded, true))
        {
            observer.Degraded(failure, exception);
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
            observer.Recovered(quietPeriod);
        }
    }
}
