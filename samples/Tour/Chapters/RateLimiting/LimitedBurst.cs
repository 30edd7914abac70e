using Tour.Workloads;

namespace Tour.Chapters.RateLimiting;

/// <summary>Everybody asks for one permit at once.</summary>
internal sealed record LimitedBurst(int Granted, CrowdMeasurement Crowd);
