using Patterns.Core.Scripting;

namespace Patterns.Caching.Leases;

/// <summary>The scripts about entries.</summary>
internal static class CacheScripts
{
    public static RedisScript Lease { get; } = Read("lease_entry", "entries", "lease");

    public static RedisScript LeaseMany { get; } = Read("lease_entries", "entries", "lease");

    public static RedisScript ReadMany { get; } = Read("read_entries");

    public static RedisScript Seize { get; } = Read("seize_lease", "entries");

    public static RedisScript Renew { get; } = Read("renew_lease", "entries");

    public static RedisScript Fill { get; } = Read("fill_entry", "entries", "store");

    public static RedisScript Release { get; } = Read("release_lease", "entries");

    public static RedisScript Set { get; } = Read("set_entry", "entries", "store");

    public static RedisScript Remove { get; } = Read("remove_entry", "entries");

    public static RedisScript Touch { get; } = Read("touch_entry", "entries");

    public static RedisScript CaptureTag { get; } = Read("capture_tag");

    public static RedisScript InvalidateTag { get; } = Read("invalidate_tag");

    public static RedisScript Generation { get; } = Read("generation");

    private static RedisScript Read(string name, params ReadOnlySpan<string> parts)
        => RedisScript.FromResource(typeof(CacheScripts).Assembly, name, parts);
}
