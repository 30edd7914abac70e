namespace Engine.Server.Protocol;

/// <summary>Errors of bitmaps and HyperLogLogs.</summary>
internal static partial class Errors
{
    public static ReadOnlySpan<byte> InvalidBitOffset => "ERR bit offset is not an integer or out of range"u8;

    public static ReadOnlySpan<byte> NotABit => "ERR bit is not an integer or out of range"u8;

    public static ReadOnlySpan<byte> SoughtBitNotABit => "ERR The bit argument must be 1 or 0."u8;

    public static ReadOnlySpan<byte> SeveralSourcesOfNot =>
        "ERR BITOP NOT must be called with a single source key."u8;

    public static ReadOnlySpan<byte> InvalidFieldType =>
        "ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is."u8;

    public static ReadOnlySpan<byte> InvalidOverflow => "ERR Invalid OVERFLOW type specified"u8;

    public static ReadOnlySpan<byte> OnlyGetOfFields => "ERR BITFIELD_RO only supports the GET subcommand"u8;

    public static ReadOnlySpan<byte> NotAHyperLogLog => "WRONGTYPE Key is not a valid HyperLogLog string value."u8;

    public static ReadOnlySpan<byte> CorruptHyperLogLog => "INVALIDOBJ Corrupted HLL object detected"u8;

    public static ReadOnlySpan<byte> NotSparse => "ERR HLL encoding is not sparse"u8;

    public static ReadOnlySpan<byte> NoSuchKeyToDebug => "ERR The specified key does not exist"u8;

    public static string UnknownPfDebugSubcommand(ReadOnlySpan<byte> name) =>
        $"ERR Unknown PFDEBUG subcommand '{Quoted(name, name.Length)}'";

    public static string SelfTestFailed(string reason) => $"ERR TESTFAILED {reason}";
}
