namespace Engine.Server.Protocol;

/// <summary>The sentences about streams.</summary>
internal static partial class Errors
{
    public static ReadOnlySpan<byte> InvalidStreamId =>
        "ERR Invalid stream ID specified as stream command argument"u8;

    public static ReadOnlySpan<byte> InvalidStartId => "ERR invalid start ID for the interval"u8;

    public static ReadOnlySpan<byte> InvalidEndId => "ERR invalid end ID for the interval"u8;

    public static ReadOnlySpan<byte> SeveralTrims =>
        "ERR syntax error, MAXLEN and MINID options at the same time are not compatible"u8;

    public static ReadOnlySpan<byte> NegativeTrimLength => "ERR The MAXLEN argument must be >= 0."u8;

    public static ReadOnlySpan<byte> NegativeTrimLimit => "ERR The LIMIT argument must be >= 0."u8;

    public static ReadOnlySpan<byte> LimitWithoutTrim =>
        "ERR syntax error, LIMIT cannot be used without specifying a trimming strategy"u8;

    public static ReadOnlySpan<byte> NoTrim =>
        "ERR syntax error, XTRIM must be called with a trimming strategy"u8;

    public static ReadOnlySpan<byte> LimitOfExactTrim =>
        "ERR syntax error, LIMIT cannot be used without the special ~ option"u8;

    public static ReadOnlySpan<byte> ZeroStreamId => "ERR The ID specified in XADD must be greater than 0-0"u8;

    public static ReadOnlySpan<byte> NoMoreStreamIds =>
        "ERR The stream has exhausted the last possible ID, unable to add more items"u8;

    public static ReadOnlySpan<byte> StreamIdNotGreater =>
        "ERR The ID specified in XADD is equal or smaller than the target stream top item"u8;

    public static ReadOnlySpan<byte> StreamEntryTooLarge => "ERR Elements are too large to be stored"u8;

    public static ReadOnlySpan<byte> UnbalancedStreams =>
        "ERR Unbalanced XREAD list of streams: for each stream key an ID or '$' must be specified."u8;

    public static ReadOnlySpan<byte> GroupOfPlainRead =>
        "ERR The GROUP option is only supported by XREADGROUP. You called XREAD instead."u8;

    public static ReadOnlySpan<byte> NoAckOfPlainRead =>
        "ERR The NOACK option is only supported by XREADGROUP. You called XREAD instead."u8;

    public static ReadOnlySpan<byte> MissingGroup => "ERR Missing GROUP option for XREADGROUP"u8;

    public static ReadOnlySpan<byte> LastIdOfGroupRead =>
        "ERR The $ ID is meaningless in the context of XREADGROUP: you want to read the history of this consumer "u8 +
        "by specifying a proper ID, or use the > ID to get new messages. The $ ID would just return an empty "u8 +
        "result set."u8;

    public static ReadOnlySpan<byte> NewIdOfPlainRead =>
        "ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option."u8;

    public static ReadOnlySpan<byte> AwaitedGroupGone =>
        "NOGROUP the consumer group this client was blocked on no longer exists"u8;

    public static ReadOnlySpan<byte> AwaitedStreamGone => "UNBLOCKED the stream key no longer exists"u8;

    public static ReadOnlySpan<byte> GroupExists => "BUSYGROUP Consumer Group name already exists"u8;

    public static ReadOnlySpan<byte> GroupNeedsKey =>
        "ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the "u8 +
        "MKSTREAM option to create an empty stream automatically."u8;

    public static ReadOnlySpan<byte> InvalidEntriesRead => "ERR value for ENTRIESREAD must be positive or -1"u8;

    public static ReadOnlySpan<byte> NegativeEntriesAdded => "ERR entries_added must be positive"u8;

    public static ReadOnlySpan<byte> LastIdBelowGivenDeleted =>
        "ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id"u8;

    public static ReadOnlySpan<byte> LastIdBelowEntry =>
        "ERR The ID specified in XSETID is smaller than the target stream top item"u8;

    public static ReadOnlySpan<byte> EntriesAddedBelowLength =>
        "ERR The entries_added specified in XSETID is smaller than the target stream length"u8;

    public static ReadOnlySpan<byte> ClaimCountTooHigh =>
        "ERR Insufficient memory, failed allocating transient memory, COUNT too high."u8;

    public static ReadOnlySpan<byte> CountBelowOne => "ERR COUNT must be > 0"u8;

    public static string BlockFromScript(ReadOnlySpan<byte> command) =>
        $"ERR {Quoted(command, int.MaxValue)} command is not allowed with BLOCK option from scripts";

    public static string NoSuchStreamOrGroup(ReadOnlySpan<byte> key, ReadOnlySpan<byte> group) =>
        $"NOGROUP No such key '{Quoted(key, int.MaxValue)}' or consumer group '{Quoted(group, int.MaxValue)}'";

    public static string NoGroupToRead(ReadOnlySpan<byte> key, ReadOnlySpan<byte> group) =>
        $"{NoSuchStreamOrGroup(key, group)} in XREADGROUP with GROUP option";

    public static string NoSuchGroup(ReadOnlySpan<byte> key, ReadOnlySpan<byte> group) =>
        $"NOGROUP No such consumer group '{Quoted(group, int.MaxValue)}' for key name '{Quoted(key, int.MaxValue)}'";

    public static string InvalidClaimArgument(string argument, string command) =>
        $"ERR Invalid {argument} argument for {command}";

    public static string UnknownClaimOption(ReadOnlySpan<byte> option) =>
        $"ERR Unrecognized XCLAIM option '{Quoted(option, int.MaxValue)}'";
}
