using Engine.Server.DataTypes;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.Keys;

internal static partial class KeyCommands
{
    /// <summary>KEYS pattern</summary>
    private static void Keys(ref CommandContext context)
    {
        Database database = context.Database;
        ReadOnlySpan<byte> pattern = context[1];
        bool matchesAll = pattern is [(byte)'*'];
        List<uint> found = [];
        foreach (uint handle in database)
        {
            Entry entry = database.EntryOf(handle);
            if ((matchesAll || GlobPattern.Matches(pattern, entry.Key)) && !database.IsExpired(entry))
                found.Add(handle);
        }

        context.Reply.Array(found.Count);
        WriteKeys(context.Reply, database, found);
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
        if (!ScanOptions.TryReadCursor(context, 1, out ulong cursor)
            || !ScanOptions.TryRead(context, 2, takesType: true, out ScanOptions options))
            return;
        Database database = context.Database;
        List<uint> found = options.Collect(database, ref cursor);
        Filter(ref context, options, found);
        ScanOptions.ReplyHeader(context.Reply, cursor, found.Count);
        WriteKeys(context.Reply, database, found);
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
            bool matches = options.Matches(context, key);
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

    private static void WriteKeys(ReplyWriter reply, Database database, List<uint> handles)
    {
        foreach (uint handle in handles)
            reply.Bulk(database.EntryOf(handle).Key);
    }
}
