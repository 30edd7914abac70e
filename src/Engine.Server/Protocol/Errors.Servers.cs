namespace Engine.Server.Protocol;

/// <content>About other servers, which a server that stands alone does not have, and about modules.</content>
internal static partial class Errors
{
    public static ReadOnlySpan<byte> ClusterDisabled => "ERR This instance has cluster support disabled"u8;

    public static ReadOnlySpan<byte> InvalidPrimaryPort => "ERR Invalid master port"u8;

    /// <summary>Redis has no such sentence: it would connect.</summary>
    public static ReadOnlySpan<byte> CannotFollow =>
        "ERR this engine cannot be a replica of another server; REPLICAOF NO ONE is all it takes"u8;

    public static ReadOnlySpan<byte> FailoverTimeoutNotPositive => "ERR FAILOVER timeout must be greater than 0"u8;

    public static ReadOnlySpan<byte> NoFailover => "ERR No failover in progress."u8;

    public static ReadOnlySpan<byte> FailoverNeedsReplicas => "ERR FAILOVER requires connected replicas."u8;

    public static ReadOnlySpan<byte> NoReplicas => "NOREPLICAS Not enough good replicas to write."u8;

    public static ReadOnlySpan<byte> ModuleNotLoaded =>
        "ERR Error loading the extension. Please check the server logs."u8;

    public static ReadOnlySpan<byte> NoSuchModule => "ERR Error unloading module: no such module with that name"u8;
}
