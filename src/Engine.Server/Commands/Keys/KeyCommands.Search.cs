using Engine.Server.DataTypes;
using Engine.Server.Keyspace;
using Engine.Server.Memory;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.Keys;

internal static partial class KeyCommands
{
    /// <summary>KEYS pattern</summary>
    private static void Keys(ref CommandContext context)
    {
        Database database = context.Database;
        ReadOnlySpan<byte> pattern = context[1];
        bool matchesAll = IsStar(pattern);
        List<uint> found = [];
        foreach (uint handle in database)
        {
            Entry entry = database.EntryOf(handle);
            if ((matchesAll || GlobPattern.Matches(pattern, entry.Key)) && !database.IsExpired(entry))
                found.Add(handle);
        }

        ReplyKeys(context.Reply, database, found);
    }

    /// <summary>RANDOMKEY</summary>
    private static void RandomKey(ref CommandContext context)
    {
        if (context.Database.TryPickRandom(out Entry entry))
            context.Reply.Bulk(entry.Key);
        else
            context.Reply.Null();
    }

    /// <summary>SCAN cursor [MATCH pattern] [COUNT count] [TYPE type]</summary>
    private static void Scan(ref CommandContext context)
    {
        // A sparse table has many empty buckets: so many are visited for each key that is asked for.
        const int RoundsPerKey = 10;
        if (!Numbers.TryParseCursor(context[1], out ulong cursor))
        {
            context.Reply.Error(Errors.InvalidCursor);
            return;
        }

        if (!TryReadScanOptions(ref context, out ScanOptions options))
            return;
        Database database = context.Database;
        List<uint> found = [];
        var visitor = new HandleCollector(found);
        long rounds = Math.Min(options.Count, long.MaxValue / RoundsPerKey) * RoundsPerKey;
        do
            cursor = database.Scan(cursor, ref visitor);
        while (cursor != 0 && rounds-- > 0 && found.Count < options.Count);

        Filter(ref context, options, found);
        context.Reply.Array(2);
        context.Reply.BulkInteger((long)cursor);
        ReplyKeys(context.Reply, database, found);
    }

    private static bool TryReadScanOptions(ref CommandContext context, out ScanOptions options)
    {
        options = new ScanOptions { Count = 10 };
        for (int i = 2; i < context.Count; i += 2)
        {
            bool hasValue = i + 1 < context.Count;
            if (hasValue && context.Is(i, "COUNT"u8))
            {
                if (!context.TryReadInteger(i + 1, out options.Count))
                    return false;
            }
            else if (hasValue && context.Is(i, "MATCH"u8))
            {
                options.PatternIndex = IsStar(context[i + 1]) ? 0 : i + 1;
            }
            else if (hasValue && context.Is(i, "TYPE"u8))
            {
                options.TypeIndex = i + 1;
            }
            else
            {
                context.Reply.Error(Errors.Syntax);
                return false;
            }

            if (options.Count < 1)
            {
                context.Reply.Error(Errors.Syntax);
                return false;
            }
        }

        return true;
    }

    /// <summary>Leaves of the keys that were found those that match and have not expired.</summary>
    private static void Filter(ref CommandContext context, ScanOptions options, List<uint> found)
    {
        Database database = context.Database;
        int kept = 0;
        for (int i = 0; i < found.Count; i++)
        {
            Entry entry = database.EntryOf(found[i]);
            ReadOnlySpan<byte> key = entry.Key;
            bool matches = options.PatternIndex == 0 || GlobPattern.Matches(context[options.PatternIndex], key);
            if (matches && options.TypeIndex > 0)
            {
                // As in Redis, asking for the type is a lookup, which counts a hit or a miss.
                matches = database.TryInspect(key, out Entry inspected)
                    && context.Is(options.TypeIndex, ValueNames.Of(inspected.Type));
            }

            if (matches && (!entry.HasExpiry || database.Contains(key)))
                found[kept++] = found[i];
        }

        found.RemoveRange(kept, found.Count - kept);
    }

    private static void ReplyKeys(ReplyWriter reply, Database database, List<uint> handles)
    {
        reply.Array(handles.Count);
        foreach (uint handle in handles)
            reply.Bulk(database.EntryOf(handle).Key);
    }

    private static bool IsStar(ReadOnlySpan<byte> pattern) => pattern is [(byte)'*'];

    private struct ScanOptions
    {
        public long Count;

        /// <summary>The argument that holds the pattern; 0 when every key matches.</summary>
        public int PatternIndex;

        /// <summary>The argument that holds the type; 0 when every type will do.</summary>
        public int TypeIndex;
    }

    private readonly struct HandleCollector(List<uint> handles) : IHandleVisitor
    {
        public void Visit(uint handle) => handles.Add(handle);
    }
}
