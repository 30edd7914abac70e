using System.Globalization;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;
using static Engine.Server.Commands.CommandFlags;

namespace Engine.Server.Commands.Server;

/// <summary>MEMORY: what the engine's memory goes to.</summary>
internal static class MemoryCommands
{
    private static readonly string[] ReportTips =
        ["nondeterministic_output", "request_policy:all_shards", "response_policy:special"];

    public static CommandSpec Memory { get; } = new("memory", -2, None, CommandSpec.NeedsSubcommand)
    {
        Group = CommandGroup.Server, Since = "4.0.0", Complexity = "Depends on subcommand.",
        Summary = "Tells what memory is used for.",
        Subcommands =
        [
            Subcommand("doctor", None, Doctor, "O(1)", "Says what is wrong with the use of memory.", ReportTips),
            Subcommand("malloc-stats", None, AllocatorStatistics, "O(1)",
                "Reports about the pages that hold keys and values.", ReportTips),
            Subcommand("purge", None, Purge, "O(1)", "Gives unused memory back.",
                ["request_policy:all_shards", "response_policy:all_succeeded"]),
            Subcommand("stats", None, Statistics, "O(1)", "Returns figures about the use of memory.", ReportTips),
            Subcommand("usage", ReadOnly, Usage, "O(1)", "Returns the bytes that a key and its value take.", []) with
            {
                Arity = -3, Syntax = "key:key [SAMPLES count:integer]", Keys = [KeySpec.At(2, KeyUse.ReadOnly)],
            },
            Subcommand("help", Loading | Stale, Help, "O(1)", "Lists the subcommands.", []),
        ],
    };

    private static CommandSpec Subcommand(
        string name, CommandFlags flags, CommandHandler handler, string complexity, string summary, string[] tips) =>
        new(name, 2, flags, handler)
        {
            Group = CommandGroup.Server, Since = "4.0.0", Complexity = complexity, Summary = summary, Tips = tips,
        };

    /// <summary>MEMORY USAGE key [SAMPLES count]; all of a value is known, so nothing needs to be sampled.</summary>
    private static void Usage(ref CommandContext context)
    {
        for (int i = 3; i < context.Count; i += 2)
        {
            if (!context.Is(i, "SAMPLES"u8) || i + 1 == context.Count)
            {
                context.Reply.Error(Errors.Syntax);
                return;
            }

            if (!context.TryReadInteger(i + 1, out long samples))
                return;
            if (samples < 0)
            {
                context.Reply.Error(Errors.Syntax);
                return;
            }
        }

        if (context.Database.TryPeek(context[2], out Entry entry))
            context.Reply.Integer(entry.MemoryBytes + Database.SlotBytes * (entry.HasExpiry ? 2 : 1));
        else
            context.Reply.Null();
    }

    /// <summary>MEMORY STATS</summary>
    private static void Statistics(ref CommandContext context)
    {
        Keyspace.Keyspace keyspace = context.Engine.Keyspace;
        MemoryFigures figures = MemoryFigures.Of(context.Engine);
        Database[] used = [.. Enumerable.Range(0, keyspace.DatabaseCount)
            .Select(index => keyspace[index])
            .Where(database => database.Count > 0)];
        long keys = used.Sum(database => database.Count);
        ReplyWriter reply = context.Reply;
        reply.Map(27 + used.Length);
        Figure(reply, "peak.allocated", figures.Peak);
        Figure(reply, "total.allocated", figures.Used);
        Figure(reply, "startup.allocated", 0);
        Figure(reply, "replication.backlog", 0);
        Figure(reply, "clients.slaves", 0);
        Figure(reply, "clients.normal", figures.Clients);
        Figure(reply, "cluster.links", 0);
        Figure(reply, "aof.buffer", 0);
        Figure(reply, "lua.caches", 0);
        Figure(reply, "functions.caches", 0);
        foreach (Database database in used)
            WriteOverhead(reply, database);
        Figure(reply, "overhead.total", figures.Overhead);
        Figure(reply, "keys.count", keys);
        Figure(reply, "keys.bytes-per-key", keys == 0 ? 0 : figures.Used / keys);
        Figure(reply, "dataset.bytes", figures.Dataset);
        Share(reply, "dataset.percentage", 100.0 * figures.Dataset, figures.Used);
        Share(reply, "peak.percentage", 100.0 * figures.Used, figures.Peak);
        Figure(reply, "allocator.allocated", figures.Used);
        Figure(reply, "allocator.active", figures.Reserved);
        Figure(reply, "allocator.resident", figures.Reserved);
        Share(reply, "allocator-fragmentation.ratio", figures.Reserved, figures.Dataset);
        Figure(reply, "allocator-fragmentation.bytes", figures.Reserved - figures.Dataset);
        Share(reply, "allocator-rss.ratio", figures.Reserved, figures.Reserved);
        Figure(reply, "allocator-rss.bytes", 0);
        Share(reply, "rss-overhead.ratio", figures.Resident, figures.Reserved);
        Figure(reply, "rss-overhead.bytes", figures.Resident - figures.Reserved);
        Share(reply, "fragmentation", figures.Resident, figures.Used);
        Figure(reply, "fragmentation.bytes", figures.Resident - figures.Used);
    }

    private static void WriteOverhead(ReplyWriter reply, Database database)
    {
        reply.Bulk($"db.{database.Index}");
        reply.Map(3);
        Figure(reply, "overhead.hashtable.main", database.KeyTableBytes);
        Figure(reply, "overhead.hashtable.expires", database.TableBytes - database.KeyTableBytes);
        Figure(reply, "overhead.hashtable.slot-to-keys", 0);
    }

    /// <summary>MEMORY DOCTOR</summary>
    private static void Doctor(ref CommandContext context)
    {
        MemoryFigures figures = MemoryFigures.Of(context.Engine);
        context.Reply.Verbatim(MemoryDoctor.Report(figures, context.Engine.Clients.Count), "txt"u8);
    }

    /// <summary>MEMORY MALLOC-STATS</summary>
    private static void AllocatorStatistics(ref CommandContext context)
    {
        Memory.PageHeap heap = context.Engine.Keyspace.Heap;
        string report = string.Create(
            CultureInfo.InvariantCulture,
            $"Pages: {heap.ReservedBytes} bytes\nBlocks: {heap.BlockCount}, {heap.UsedBytes} bytes\n");
        context.Reply.Verbatim(report, "txt"u8);
    }

    /// <summary>MEMORY PURGE: a page that gets empty is given back at once, so none waits.</summary>
    private static void Purge(ref CommandContext context) => context.Reply.Ok();

    /// <summary>MEMORY HELP</summary>
    private static void Help(ref CommandContext context) => HelpReply.Write(context.Reply, "MEMORY",
    [
        "DOCTOR",
        "    Return memory problems reports.",
        "MALLOC-STATS",
        "    Return internal statistics report from the memory allocator.",
        "PURGE",
        "    Attempt to purge dirty pages for reclamation by the allocator.",
        "STATS",
        "    Return information about the memory usage of the server.",
        "USAGE <key> [SAMPLES <count>]",
        "    Return memory in bytes used by <key> and its value. Nested values are",
        "    sampled up to <count> times (default: 5, 0 means sample all).",
    ]);

    private static void Figure(ReplyWriter reply, string name, long value)
    {
        reply.Bulk(name);
        reply.Integer(value);
    }

    private static void Share(ReplyWriter reply, string name, double part, long whole)
    {
        reply.Bulk(name);
        reply.Double(whole == 0 ? 0 : part / whole);
    }
}
