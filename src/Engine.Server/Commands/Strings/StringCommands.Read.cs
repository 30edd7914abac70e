using Engine.Server.DataTypes;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Strings;

internal static partial class StringCommands
{
    /// <summary>GET key</summary>
    private static void Get(ref CommandContext context) => TryReplyValue(ref context);

    /// <summary>MGET key [key ...]</summary>
    private static void GetMany(ref CommandContext context)
    {
        Database database = context.Database;
        context.Reply.Array(context.Count - 1);
        for (int i = 1; i < context.Count; i++)
        {
            if (database.TryRead(context[i], out Entry entry) && entry.Type == ValueType.String)
                ReplyValue(context.Reply, entry);
            else
                context.Reply.Null();
        }
    }

    /// <summary>GETDEL key</summary>
    private static void GetAndDelete(ref CommandContext context)
    {
        if (!TryReplyValue(ref context) || !context.Database.Remove(context[1]))
            return;
        context.Notify(KeyEvents.Generic, "del"u8);
        context.Changed();
        context.JournalDeletion(1, context.Engine.Options.LazyUserDelete);
    }

    /// <summary>STRLEN key</summary>
    private static void Length(ref CommandContext context)
    {
        if (!context.Database.TryRead(context[1], out Entry entry))
            context.Reply.Integer(0);
        else if (entry.Type != ValueType.String)
            context.Reply.Error(Errors.WrongType);
        else
            context.Reply.Integer(entry.Text(stackalloc byte[Numbers.LongLength]).Length);
    }

    /// <summary>GETRANGE key start end, and SUBSTR as it was called before</summary>
    private static void GetRange(ref CommandContext context)
    {
        if (!context.TryReadInteger(2, out long start) || !context.TryReadInteger(3, out long end))
            return;
        if (!context.Database.TryRead(context[1], out Entry entry))
            context.Reply.Bulk([]);
        else if (entry.Type != ValueType.String)
            context.Reply.Error(Errors.WrongType);
        else
            context.Reply.Bulk(Range(entry.Text(stackalloc byte[Numbers.LongLength]), start, end));
    }

    /// <summary>The characters from one index to another, both counted; negative indexes count from the end.</summary>
    private static ReadOnlySpan<byte> Range(ReadOnlySpan<byte> text, long start, long end)
    {
        if (start < 0 && end < 0 && start > end)
            return [];
        long first = start < 0 ? Math.Max(text.Length + start, 0) : start;
        long last = Math.Min(end < 0 ? Math.Max(text.Length + end, 0) : end, text.Length - 1);
        return first > last ? [] : text.Slice((int)first, (int)(last - first + 1));
    }

    /// <summary>
    /// Replies with the string at the first key: null when there is none. Returns false when the key holds something
    /// else, which was replied as an error.
    /// </summary>
    private static bool TryReplyValue(ref CommandContext context)
    {
        if (!context.Database.TryRead(context[1], out Entry entry))
        {
            context.Reply.Null();
        }
        else if (entry.Type != ValueType.String)
        {
            context.Reply.Error(Errors.WrongType);
            return false;
        }
        else
        {
            ReplyValue(context.Reply, entry);
        }

        return true;
    }

    private static void ReplyValue(ReplyWriter reply, in Entry entry)
    {
        if (entry.IsInteger)
            reply.BulkInteger(entry.Integer);
        else
            reply.Bulk(entry.Bytes);
    }
}
