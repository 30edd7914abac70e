namespace Patterns.Caching.Sessions;

/// <summary>A session with its value.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <param name="Info">What else is known about it.</param>
/// <param name="Value">The value.</param>
/// <param name="Version">How often it was written: hand it to <see cref="StringSessionStore{T}.WriteAsync"/> to write
/// only if nobody else has.</param>
public sealed record StringSession<T>(SessionInfo Info, T Value, long Version);
