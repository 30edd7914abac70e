namespace Patterns.Caching.Strategies;

/// <summary>What has become of an entry whose source was changed. In every case the source has the new value.</summary>
public enum WriteThroughOutcome
{
    /// <summary>The entry has the new value.</summary>
    Cached,

    /// <summary>The entry is gone, because another writer changed the same key at the same time, or because the value
    /// could not be stored. The next reader asks the source.</summary>
    Removed,

    /// <summary>Redis did not confirm anything: readers may see the old value until its time to live is over.</summary>
    Unconfirmed,
}
