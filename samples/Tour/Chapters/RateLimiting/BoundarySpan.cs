namespace Tour.Chapters.RateLimiting;

/// <summary>A time by the server's clock.</summary>
/// <param name="Elapsed">How long it was.</param>
/// <param name="Windows">How many windows of the clock it touched.</param>
internal readonly record struct BoundarySpan(TimeSpan Elapsed, long Windows);
