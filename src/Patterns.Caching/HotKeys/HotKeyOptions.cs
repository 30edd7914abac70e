namespace Patterns.Caching.HotKeys;

/// <summary>When a key counts as hot, and what is done about it.</summary>
public sealed class HotKeyOptions
{
    /// <summary>From how many reads in Redis by this process within <see cref="Window"/> on a key is hot.</summary>
    /// <value>10 to 10,000,000; the default is 1,000. Reads that the level in the process answers do not count.</value>
    public int Threshold { get; set; } = 1_000;

    /// <summary>The time in which reads are counted. A key stays hot for the window after the one in which it
    /// was.</summary>
    /// <value>100 milliseconds to 1 hour; the default is 1 second.</value>
    public TimeSpan Window { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether the level in the process holds hot keys alone, so that a small one does for a large
    /// cache.</summary>
    /// <value>The default is false: it holds whatever is read.</value>
    public bool HoldOnlyHotKeys { get; set; }

    /// <summary>How many copies hot entries get under other keys, which fall on other slots of a cluster. Readers take
    /// them, and the entry itself, in turn.</summary>
    /// <value>0 (the default: none) to 16. Each invalidation of any key then removes the copies too, by as many
    /// commands in another round trip.</value>
    public int Copies { get; set; }

    /// <summary>How long a copy is used before it is made anew. It bounds how old a value can be that was copied just
    /// as it was invalidated.</summary>
    /// <value>10 milliseconds to 1 minute; the default is 1 second.</value>
    public TimeSpan CopyTimeToLive { get; set; } = TimeSpan.FromSeconds(1);
}
