using Microsoft.Extensions.Logging;

namespace Patterns.Caching.Entries;

/// <summary>Reports unreadable entries, one line a minute at most: after a change of layout all entries are.</summary>
/// <param name="keyPrefix">The cache, for the log.</param>
/// <param name="logger">Where they are reported.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class UnreadableEntries(string keyPrefix, ILogger logger, TimeProvider timeProvider)
{
    private static readonly TimeSpan _pause = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long? _lastLine;
    private long _suppressed;

    public void Report(string key, Exception exception)
    {
        long suppressed;
        lock (_gate)
        {
            if (_lastLine is { } lastLine && timeProvider.GetElapsedTime(lastLine) < _pause)
            {
                _suppressed++;
                return;
            }

            _lastLine = timeProvider.GetTimestamp();
            suppressed = _suppressed;
            _suppressed = 0;
        }

        Log.EntryUnreadable(logger, keyPrefix, key, suppressed, exception);
    }
}
