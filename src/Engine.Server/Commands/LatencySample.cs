namespace Engine.Server.Commands;

/// <summary>The worst that happened in one second.</summary>
internal readonly record struct LatencySample(long UnixSeconds, long Milliseconds);
