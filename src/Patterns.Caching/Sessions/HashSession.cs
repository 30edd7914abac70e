using StackExchange.Redis;

namespace Patterns.Caching.Sessions;

/// <summary>A session with fields.</summary>
/// <param name="Info">What else is known about it.</param>
/// <param name="Fields">The fields that were asked for and that it has.</param>
public sealed record HashSession(SessionInfo Info, IReadOnlyDictionary<string, RedisValue> Fields);
