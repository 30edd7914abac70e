namespace Engine.Server.Protocol;

/// <content>CLIENT TRACKING and CLIENT CACHING.</content>
internal static partial class Errors
{
    public static ReadOnlySpan<byte> RedirectedTwice => "ERR A client can only redirect to a single other client"u8;

    public static ReadOnlySpan<byte> NoClientToRedirectTo =>
        "ERR The client ID you want redirect to does not exist"u8;

    public static ReadOnlySpan<byte> PrefixWithoutBroadcast =>
        "ERR PREFIX option requires BCAST mode to be enabled"u8;

    public static ReadOnlySpan<byte> BroadcastSwitched =>
        "ERR You can't switch BCAST mode on/off before disabling tracking for this client, and then re-enabling it "u8
        + "with a different mode."u8;

    public static ReadOnlySpan<byte> BroadcastOfChosen => "ERR OPTIN and OPTOUT are not compatible with BCAST"u8;

    public static ReadOnlySpan<byte> OptInExcludesOptOut =>
        "ERR You can't specify both OPTIN mode and OPTOUT mode"u8;

    public static ReadOnlySpan<byte> OptionSwitched =>
        "ERR You can't switch OPTIN/OPTOUT mode before disabling tracking for this client, and then re-enabling it "u8
        + "with a different mode."u8;

    public static ReadOnlySpan<byte> CachingWithoutTracking =>
        "ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or OPTOUT mode "u8
        + "enabled"u8;

    public static ReadOnlySpan<byte> CachingYesWithoutOptIn =>
        "ERR CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode."u8;

    public static ReadOnlySpan<byte> CachingNoWithoutOptOut =>
        "ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode."u8;

    public static string PrefixOverlapsExisting(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> existing) =>
        $"ERR Prefix '{Quoted(prefix, prefix.Length)}' overlaps with an existing prefix "
        + $"'{Quoted(existing, existing.Length)}'. Prefixes for a single client must not overlap.";

    public static string PrefixOverlapsOther(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> other) =>
        $"ERR Prefix '{Quoted(prefix, prefix.Length)}' overlaps with another provided prefix "
        + $"'{Quoted(other, other.Length)}'. Prefixes for a single client must not overlap.";
}
