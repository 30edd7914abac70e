using System.Threading.RateLimiting;

namespace Patterns.RateLimiting.Combined;

/// <summary>No limit applied.</summary>
internal sealed class NoLimitLease : RateLimitLease
{
    public static NoLimitLease Instance { get; } = new();

    public override bool IsAcquired => true;

    public override IEnumerable<string> MetadataNames => [];

    public override bool TryGetMetadata(string metadataName, out object? metadata)
    {
        metadata = null;
        return false;
    }
}
