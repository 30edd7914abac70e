using System.Globalization;
using System.Security.Cryptography;

namespace Patterns.Queues.Storage;

/// <summary>
/// Ids of messages that are sent by a script, which may not enter a stream at once, where Redis would give one. Those
/// of one sender sort in the order in which it sent.
/// </summary>
/// <param name="timeProvider">The clock.</param>
internal sealed class MessageIds(TimeProvider timeProvider)
{
    private readonly string _sender = RandomNumberGenerator.GetHexString(12, lowercase: true);
    private uint _count;

    /// <summary>Returns an id that no other message has. On any thread.</summary>
    public string Next() => string.Create(
        CultureInfo.InvariantCulture,
        $"{timeProvider.GetUtcNow().ToUnixTimeMilliseconds()}-{_sender}{Interlocked.Increment(ref _count):x8}");
}
