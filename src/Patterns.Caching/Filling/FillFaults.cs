using Microsoft.Extensions.Logging;
using Patterns.Core;

namespace Patterns.Caching.Filling;

/// <summary>Reports what goes wrong with fills, one line a minute of each kind at most: a source that fails, or a value
/// that is too large, may concern every call.</summary>
/// <param name="keyPrefix">The cache, for the log.</param>
/// <param name="logger">Where it is reported.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class FillFaults(string keyPrefix, ILogger logger, TimeProvider timeProvider)
{
    private readonly LogPace _staleServed = new(timeProvider);
    private readonly LogPace _tooLarge = new(timeProvider);
    private readonly LogPace _unwritable = new(timeProvider);
    private readonly LogPace _refreshFailed = new(timeProvider);

    public void StaleServed(string key, Exception exception)
    {
        if (_staleServed.TryTake(out long suppressed))
        {
            Log.StaleServed(logger, keyPrefix, key, suppressed, exception);
        }
    }

    public void TooLarge(string key, Exception exception)
    {
        if (_tooLarge.TryTake(out long suppressed))
        {
            Log.ValueTooLarge(logger, keyPrefix, key, suppressed, exception);
        }
    }

    public void Unwritable(string key, Exception exception)
    {
        if (_unwritable.TryTake(out long suppressed))
        {
            Log.ValueUnwritable(logger, keyPrefix, key, suppressed, exception);
        }
    }

    public void RefreshFailed(string key, Exception exception)
    {
        if (_refreshFailed.TryTake(out long suppressed))
        {
            Log.RefreshFailed(logger, keyPrefix, key, suppressed, exception);
        }
    }
}
