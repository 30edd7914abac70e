using System.Globalization;
using System.Text;
using Engine.Server.DataTypes;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;
using Microsoft.Extensions.Logging;
using static Engine.Server.Commands.CommandFlags;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Server.Debugging;

/// <summary>
/// DEBUG: what test suites ask of a server to make it do or show things that are none of a client's business. Redis has
/// more of it, about structures that the engine does not have and ways to crash.
/// </summary>
internal static partial class DebugCommand
{
    /// <summary>
    /// A container to people, but to the table of commands one command without subcommands, as in Redis.
    /// </summary>
    public static CommandSpec Row { get; } = new("debug", -2, Admin | NoScript | Loading | Stale | Protected, Run)
    {
        Group = CommandGroup.Server, Since = "1.0.0", Complexity = "Depends on subcommand.", IsSystem = true,
        Summary = "Shows and changes the inside of the server, for tests.",
    };

    private static void Run(ref CommandContext context)
    {
        CommandHandler? handler = (Encoding.Latin1.GetString(context[1]).ToLowerInvariant(), context.Count) switch
        {
            ("help", 2) => Help,
            ("sleep", 3) => Sleep,
            ("object", 3) => Object,
            ("set-active-expire", 3) => SetActiveExpire,
            ("error", 3) => Error,
            ("log", 3) => Log,
            ("change-repl-id", 2) => ChangeReplicationId,
            ("digest", 2) => Digest,
            ("digest-value", >= 2) => DigestValues,
            ("htstats", 3) => TableStatistics,
            ("listpack", 3) => DescribePack,
            ("quicklist", 3 or 4) => DescribeNodes,
            ("quicklist-packed-threshold", 3) => SetPackedThreshold,
            ("populate", >= 3 and <= 5) => Populate,
            ("protocol", 3) => ProtocolSamples.Write,
            ("reload", >= 2) => Reload,
            ("loadaof", 2) => ReloadLog,
            _ => null,
        };
        if (handler is null)
            context.Reply.Error(Errors.SubcommandSyntax(context[1], "debug"));
        else
            handler(ref context);
    }

    /// <summary>DEBUG SLEEP seconds; what is no number is 0.</summary>
    private static void Sleep(ref CommandContext context)
    {
        string text = Encoding.Latin1.GetString(context[2]);
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds > 0)
            context.Engine.Control.Sleep(TimeSpan.FromSeconds(seconds));
        context.Reply.Ok();
    }

    /// <summary>DEBUG OBJECT key; the address is a handle.</summary>
    private static void Object(ref CommandContext context)
    {
        if (!TryFind(context, out Entry entry))
            return;
        if (!context.Engine.TrySerialize(entry))
        {
            context.Reply.Error(Errors.TooLargeToDump);
            return;
        }

        // The type does not count.
        int serializedLength = context.Engine.Serialized.Written.Length - 1;
        context.Engine.Serialized.Clear();
        uint idle = context.Engine.Keyspace.IdleSecondsOf(entry.AccessClock);
        string encoding = Encoding.ASCII.GetString(ValueNames.Of(entry.Type, entry.Encoding));
        context.Reply.SimpleString(string.Create(
            CultureInfo.InvariantCulture,
            $"Value at:0x{entry.Handle:x12} refcount:{Keys.KeyCommands.ReferenceCount(entry, context.Engine.Options)} "
            + $"encoding:{encoding} serializedlength:{serializedLength} "
            + $"lru:{entry.AccessClock} lru_seconds_idle:{idle}{DetailsOf(entry, context.Engine.Options.Encodings)}"));
    }

    private static string DetailsOf(in Entry entry, EncodingLimits limits) =>
        entry.Type == ValueType.List ? ListDetails(entry, limits) : "";

    /// <summary>DEBUG SET-ACTIVE-EXPIRE 0 | 1</summary>
    private static void SetActiveExpire(ref CommandContext context)
    {
        context.Engine.Keyspace.IsActiveExpiryEnabled = Numbers.TryParse(context[2], out long value) && value != 0;
        context.Reply.Ok();
    }

    /// <summary>DEBUG ERROR sentence</summary>
    private static void Error(ref CommandContext context) => context.Reply.Error(context[2]);

    /// <summary>DEBUG LOG message</summary>
    private static void Log(ref CommandContext context)
    {
        Logged(context.Engine.Options.Logger, Encoding.UTF8.GetString(context[2]));
        context.Reply.Ok();
    }

    [LoggerMessage(5001, LogLevel.Warning, "DEBUG LOG: {Message}")]
    private static partial void Logged(ILogger logger, string message);

    /// <summary>DEBUG CHANGE-REPL-ID</summary>
    private static void ChangeReplicationId(ref CommandContext context)
    {
        context.Engine.ChangeReplicationId();
        context.Reply.Ok();
    }

    /// <summary>DEBUG DIGEST</summary>
    private static void Digest(ref CommandContext context) =>
        context.Reply.SimpleString(DataDigest.Of(context.Engine.Keyspace));

    /// <summary>DEBUG DIGEST-VALUE key [key ...]</summary>
    private static void DigestValues(ref CommandContext context)
    {
        context.Reply.Array(context.Count - 2);
        for (int i = 2; i < context.Count; i++)
        {
            var digest = new DataDigest();
            if (context.Database.TryPeek(context[i], out Entry entry))
                digest.MixValue(entry);
            context.Reply.SimpleString(digest.ToString());
        }
    }

    /// <summary>DEBUG HTSTATS database</summary>
    private static void TableStatistics(ref CommandContext context)
    {
        if (!context.TryReadInteger(2, out long index))
            return;
        if (index < 0 || index >= context.Engine.Keyspace.DatabaseCount)
        {
            context.Reply.Error(Errors.DebugDatabaseOutOfRange);
            return;
        }

        Database database = context.Engine.Keyspace[(int)index];
        long expiryBytes = database.TableBytes - database.KeyTableBytes;
        context.Reply.Verbatim(
            string.Create(
                CultureInfo.InvariantCulture,
                $"[Dictionary HT]\nelements: {database.Count}, bytes: {database.KeyTableBytes}\n"
                + $"[Expires HT]\nelements: {database.ExpiringCount}, bytes: {expiryBytes}\n"),
            "txt"u8);
    }

    /// <summary>DEBUG POPULATE count [prefix [size]]: keys that are there already stay as they are.</summary>
    private static void Populate(ref CommandContext context)
    {
        long size = 0;
        if (!Numbers.TryParse(context[2], out long count) || count < 0
            || (context.Count == 5 && (!Numbers.TryParse(context[4], out size) || size is < 0 or > int.MaxValue)))
        {
            context.Reply.Error(Errors.NotPositive);
            return;
        }

        string prefix = context.Count > 3 ? Encoding.Latin1.GetString(context[3]) : "key";
        for (long i = 0; i < count; i++)
        {
            byte[] key = Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{prefix}:{i}"));
            if (context.Database.Contains(key))
                continue;
            byte[] value = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"value:{i}"));
            if (size > 0)
                Array.Resize(ref value, (int)size);
            context.Database.SetText(key, value);
        }

        context.Reply.Ok();
    }

    /// <summary>DEBUG HELP</summary>
    private static void Help(ref CommandContext context) => HelpReply.Write(context.Reply, "DEBUG",
    [
        "CHANGE-REPL-ID",
        "    Change the replication IDs of the instance.",
        "    Dangerous: should be used only for testing the replication subsystem.",
        "DIGEST",
        "    Output a hex signature representing the current DB content.",
        "DIGEST-VALUE <key> [<key> ...]",
        "    Output a hex signature of the values of all the specified keys.",
        "ERROR <string>",
        "    Return a Redis protocol error with <string> as message. Useful for clients",
        "    unit tests to simulate Redis errors.",
        "LOG <message>",
        "    Write <message> to the server log.",
        "HTSTATS <dbid>",
        "    Return hash table statistics of the specified Redis database.",
        "LOADAOF",
        "    Flush the AOF buffers on disk and reload the AOF in memory.",
        "OBJECT <key>",
        "    Show low level info about `key` and associated value.",
        "POPULATE <count> [<prefix>] [<size>]",
        "    Create <count> string keys named key:<num>. If <prefix> is specified then",
        "    it is used instead of the 'key' prefix. These are not propagated to",
        "    replicas. Cluster slots are not respected so keys not belonging to the",
        "    current node can be created in cluster mode.",
        "PROTOCOL <type>",
        "    Reply with a test value of the specified type. <type> can be: string,",
        "    integer, double, bignum, null, array, set, map, attrib, push, verbatim,",
        "    true, false.",
        "RELOAD [option ...]",
        "    Save the RDB on disk and reload it back to memory. Valid <option> values:",
        "    * MERGE: conflicting keys will be loaded from RDB.",
        "    * NOFLUSH: the existing database will not be removed before load, but",
        "      conflicting keys will generate an exception and kill the server.",
        "    * NOSAVE: the database will be loaded from an existing RDB file.",
        "    Examples:",
        "    * DEBUG RELOAD: verify that the server is able to persist, flush and reload",
        "      the database.",
        "    * DEBUG RELOAD NOSAVE: replace the current database with the contents of an",
        "      existing RDB file.",
        "    * DEBUG RELOAD NOSAVE NOFLUSH MERGE: add the contents of an existing RDB",
        "      file to the database.",
        "SET-ACTIVE-EXPIRE <0|1>",
        "    Setting it to 0 disables expiring keys in background when they are not",
        "    accessed (otherwise the Redis behavior). Setting it to 1 reenables back the",
        "    default.",
        "QUICKLIST-PACKED-THRESHOLD <size>",
        "    Sets the threshold for elements to be inserted as plain vs packed nodes",
        "    Default value is 1GB, allows values up to 4GB. Setting to 0 restores to default.",
        "SLEEP <seconds>",
        "    Stop the server for <seconds>. Decimals allowed.",
        "LISTPACK <key>",
        "    Show low level info about the listpack encoding of <key>.",
        "QUICKLIST <key> [<0|1>]",
        "    Show low level info about the quicklist encoding of <key>.",
        "    The optional argument (0 by default) sets the level of detail",
    ]);
}
