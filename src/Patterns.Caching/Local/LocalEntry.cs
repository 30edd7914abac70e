namespace Patterns.Caching.Local;

/// <summary>
/// A value that is held in the process. Its neighbours in the queue belong to <see cref="LocalLevel"/>.
/// </summary>
/// <param name="key">Its name.</param>
/// <param name="value">The value.</param>
/// <param name="bytes">How large it counts.</param>
/// <param name="expiresAt">The timestamp at which it is over.</param>
/// <param name="tags">Its tags.</param>
internal sealed class LocalEntry(string key, object? value, int bytes, long expiresAt, IReadOnlyList<string> tags)
{
    public string Key => key;

    public object? Value => value;

    public int Bytes => bytes;

    public long ExpiresAt => expiresAt;

    public IReadOnlyList<string> Tags => tags;

    /// <summary>Whether it was read since the hand of the queue last came by.</summary>
    public bool Visited { get; set; }

    public LocalEntry? Newer { get; set; }

    public LocalEntry? Older { get; set; }
}
