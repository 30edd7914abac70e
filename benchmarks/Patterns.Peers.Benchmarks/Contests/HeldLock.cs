namespace Patterns.Peers.Benchmarks.Contests;

/// <summary>A lock that is held.</summary>
/// <param name="Handle">Releases it.</param>
/// <param name="Lost">Its token that is cancelled when it is lost, made when it is asked for; null if the library has
/// none.</param>
internal readonly record struct HeldLock(IAsyncDisposable Handle, Func<CancellationToken>? Lost = null);
