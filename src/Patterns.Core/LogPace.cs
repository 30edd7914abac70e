namespace Patterns.Core;

/// <summary>Keeps a log line that each of many calls could write to one a minute, which tells how many were left out: a
/// fault that concerns every call must not fill the log.</summary>
/// <param name="timeProvider">The clock.</param>
public sealed class LogPace(TimeProvider timeProvider)
{
    private static readonly TimeSpan _pause = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long? _lastLine;
    private long _suppressed;

    /// <summary>Whether the line may be written now.</summary>
    /// <param name="suppressed">How many were left out since the last one.</param>
    /// <returns>False if there was one within the last minute; it is counted.</returns>
    public bool TryTake(out long suppressed)
    {
        lock (_gate)
        {
            if (_lastLine is { } lastLine && timeProvider.GetElapsedTime(lastLine) < _pause)
            {
                suppressed = 0;
                _suppressed++;
                return false;
            }

            _lastLine = timeProvider.GetTimestamp();
            suppressed = _suppressed;
            _suppressed = 0;
            return true;
        }
    }
}
