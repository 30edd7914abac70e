using Engine.Server.Access;
using Engine.Server.DataTypes;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;
using static Engine.Server.Commands.CommandFlags;

namespace Engine.Server.Commands.Server;

/// <summary>Commands about whole databases.</summary>
internal static class DatabaseCommands
{
    private const string FlushSyntax = "[async(ASYNC@4.0.0|SYNC@6.2.0)]";

    private static readonly string[] FlushTips = ["request_policy:all_shards", "response_policy:all_succeeded"];

    public static CommandSpec[] Table { get; } =
    [
        new("dbsize", 1, ReadOnly | Fast, Size)
        {
            Group = CommandGroup.Server, Since = "1.0.0", Complexity = "O(1)", Acl = AclCategories.Keyspace,
            Summary = "Returns how many keys the database holds.",
            Tips = ["request_policy:all_shards", "response_policy:agg_sum"],
        },
        new("flushdb", -1, Write, FlushDatabase)
        {
            Group = CommandGroup.Server, Since = "1.0.0", Acl = AclCategories.Keyspace | AclCategories.Dangerous,
            Complexity = "O(N) where N is the number of keys; O(1) with ASYNC or when the other databases are empty",
            Summary = "Deletes all keys of the database.",
            Syntax = FlushSyntax,
            Tips = FlushTips,
        },
        new("flushall", -1, Write, FlushAll)
        {
            Group = CommandGroup.Server, Since = "1.0.0", Acl = AclCategories.Keyspace | AclCategories.Dangerous,
            Complexity = "O(1)",
            Summary = "Deletes all keys of all databases.",
            Syntax = FlushSyntax,
            Tips = FlushTips,
        },
        new("swapdb", 3, Write | Fast, Swap)
        {
            Group = CommandGroup.Server, Since = "4.0.0", Acl = AclCategories.Keyspace | AclCategories.Dangerous,
            Complexity = "O(N) where N is the number of clients that watch or wait for keys of the two databases",
            Summary = "Exchanges the keys of two databases.",
            Syntax = "index1:integer index2:integer",
        },
    ];

    /// <summary>DBSIZE</summary>
    private static void Size(ref CommandContext context) => context.Reply.Integer(context.Database.Count);

    /// <summary>FLUSHDB [ASYNC | SYNC]</summary>
    private static void FlushDatabase(ref CommandContext context)
    {
        if (!TryReadMode(ref context, out bool isAsynchronous))
            return;
        context.Changed(context.Database.Count);
        context.Engine.Keyspace.Flush(context.Session.Database, isAsynchronous);
        Journal(ref context);
        context.Reply.Ok();
    }

    /// <summary>FLUSHALL [ASYNC | SYNC]</summary>
    private static void FlushAll(ref CommandContext context)
    {
        // All that there is can be dropped at once, so both modes are the same.
        if (!TryReadMode(ref context, out _))
            return;
        for (int i = 0; i < context.Engine.Keyspace.DatabaseCount; i++)
            context.Changed(context.Engine.Keyspace[i].Count);
        context.Changed();
        context.Engine.Persistence.AllFlushing();
        context.Engine.Keyspace.FlushAll();
        context.Engine.Persistence.AllFlushed(context.IsNested);
        context.Reply.Ok();
    }

    private static bool TryReadMode(ref CommandContext context, out bool isAsynchronous)
    {
        isAsynchronous = context.Count == 2 && context.Is(1, "ASYNC"u8);
        if (context.Count == 1 || isAsynchronous || (context.Count == 2 && context.Is(1, "SYNC"u8)))
            return true;
        context.Reply.Error(Errors.Syntax);
        return false;
    }

    /// <summary>
    /// Journals the request as it came, also when there was nothing to delete: what reads the journal may have keys
    /// that we lack.
    /// </summary>
    private static void Journal(ref CommandContext context)
    {
        IEffectSink effect = context.BeginEffect(context.Count);
        for (int i = 0; i < context.Count; i++)
            effect.Add(context[i]);
    }

    /// <summary>SWAPDB index1 index2</summary>
    private static void Swap(ref CommandContext context)
    {
        if (!TryReadIndex(ref context, 1, Errors.InvalidFirstDatabase, out long first)
            || !TryReadIndex(ref context, 2, Errors.InvalidSecondDatabase, out long second))
        {
            return;
        }

        int count = context.Engine.Keyspace.DatabaseCount;
        if (first < 0 || first >= count || second < 0 || second >= count)
        {
            context.Reply.Error(Errors.DatabaseOutOfRange);
            return;
        }

        context.Engine.Keyspace.Swap((int)first, (int)second);
        context.Changed();
        context.Reply.Ok();
    }

    private static bool TryReadIndex(ref CommandContext context, int argument, ReadOnlySpan<byte> error, out long index)
    {
        if (Numbers.TryParse(context[argument], out index) && index is >= int.MinValue and <= int.MaxValue)
            return true;
        context.Reply.Error(error);
        return false;
    }
}
