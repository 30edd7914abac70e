using Patterns.Core.Resilience;

namespace Patterns.Caching.Entries;

/// <summary>What stands under the key of an entry, or why that is not known.</summary>
/// <param name="Bytes">What stands there; null when nothing does.</param>
/// <param name="ExpiresIn">The time that is left; null when the key has none, or has gone between the two
/// commands.</param>
/// <param name="Rented">What the bytes are returned to; null when several readers share them.</param>
/// <param name="Failure">Why Redis has not answered; <see cref="RedisFailure.None"/> if it has.</param>
/// <param name="Exception">What the client threw, if it failed.</param>
internal readonly record struct EntryBytes(
    ReadOnlyMemory<byte>? Bytes,
    TimeSpan? ExpiresIn,
    IDisposable? Rented,
    RedisFailure Failure = RedisFailure.None,
    Exception? Exception = null) : IDisposable
{
    public EntryBytes(RedisFailure failure, Exception? exception)
        : this(Bytes: null, ExpiresIn: null, Rented: null, failure, exception)
    {
    }

    public void Dispose() => Rented?.Dispose();
}
