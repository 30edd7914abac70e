namespace Patterns.Caching.Local;

/// <summary>A moment in the life of a <see cref="LocalLevel"/>. Whoever wants to keep a value takes one before asking
/// Redis for it: what has been dropped since then is not kept.</summary>
/// <param name="Drops">How often keys like this one have been dropped.</param>
/// <param name="TagDrops">How often tags have been dropped.</param>
/// <param name="Flushes">How often everything has been.</param>
internal readonly record struct LocalEpoch(long Drops, long TagDrops, long Flushes);
