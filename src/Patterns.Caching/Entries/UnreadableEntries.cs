using Microsoft.Extensions.Logging;
using Patterns.Core;

namespace Patterns.Caching.Entries;

/// <summary>Reports unreadable entries, one line a minute at most: after a change of layout all entries are.</summary>
/// <param name="keyPrefix">The cache, for the log.</param>
/// <param name="logger">Where they are reported.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class UnreadableEntries(string keyPrefix, ILogger logger, TimeProvider timeProvider)
{
    private readonly LogPace _pace = new(timeProvider);

    public void Report(string key, Exception exception)
    {
        if (_pace.TryTake(out long suppressed))
        {
            Log.EntryUnreadable(logger, keyPrefix, key, suppressed, exception);
        }
    }
}
