using StackExchange.Redis;

namespace Patterns.Analytics.Nearby;

/// <summary>What was found nearby.</summary>
/// <param name="Member">What.</param>
/// <param name="Distance">How far it is, in the unit of the search, on a sphere: up to 0.5 % off.</param>
/// <param name="Position">Where it is, to about 0.6 metres.</param>
public readonly record struct NearbyMatch(RedisValue Member, double Distance, Position Position);
