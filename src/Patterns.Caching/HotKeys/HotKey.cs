namespace Patterns.Caching.HotKeys;

/// <summary>A key that is read more often than others.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Reads">How often this process has read it in Redis within a window, or a little less.</param>
public readonly record struct HotKey(string Key, long Reads);
