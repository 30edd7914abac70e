namespace Patterns.Caching.Backplane;

/// <summary>Which messages of one sender have come, and which are missing.</summary>
internal sealed class SenderLog
{
    private const int MostMissing = 1000;

    private readonly Dictionary<long, long> _missingSince = [];
    private long _highest;

    /// <param name="first">The number of the first message that was heard; what was before is none of our
    /// business.</param>
    /// <param name="now">The time.</param>
    public SenderLog(long first, long now)
    {
        _highest = first;
        LastHeard = now;
    }

    /// <summary>When the latest message came.</summary>
    public long LastHeard { get; private set; }

    /// <summary>Takes note of a message.</summary>
    /// <param name="number">Its number; in a heartbeat, that of the message before it.</param>
    /// <param name="isHeartbeat">Whether it only tells how many there have been.</param>
    /// <param name="now">The time.</param>
    /// <returns>False when so many are missing that there is no use waiting for them.</returns>
    public bool Heard(long number, bool isHeartbeat, long now)
    {
        LastHeard = now;
        if (number <= _highest)
        {
            if (!isHeartbeat)
            {
                _missingSince.Remove(number);
            }

            return true;
        }

        if (number - _highest > MostMissing)
        {
            _highest = number;
            _missingSince.Clear();
            return false;
        }

        for (long missing = _highest + 1; missing < number || (isHeartbeat && missing == number); missing++)
        {
            _missingSince.Add(missing, now);
        }

        _highest = number;
        return true;
    }

    /// <summary>Gives up what has been missing since then.</summary>
    /// <returns>Whether anything was.</returns>
    public bool GiveUp(long since)
    {
        bool any = false;
        foreach ((long number, long missingSince) in _missingSince)
        {
            if (missingSince <= since)
            {
                _missingSince.Remove(number);
                any = true;
            }
        }

        return any;
    }
}
