using Engine.Server.DataTypes;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.Strings;

internal static partial class StringCommands
{
    /// <summary>APPEND key value</summary>
    private static void Append(ref CommandContext context)
    {
        if (!context.TryEditString(1, out Entry entry, out bool exists))
            return;
        ReadOnlySpan<byte> value = context[2];
        int length = value.Length;
        if (!exists)
        {
            context.Database.SetString(context[1], value);
        }
        else
        {
            int oldLength = entry.Text(stackalloc byte[Numbers.LongLength]).Length;
            if (!FitsLimit(ref context, oldLength, value.Length))
                return;
            length += oldLength;
            value.CopyTo(context.Database.ResizeString(context[1], length)[oldLength..]);
        }

        context.Notify(KeyEvents.String, "append"u8);
        context.Changed();
        context.Reply.Integer(length);
    }

    /// <summary>SETRANGE key offset value</summary>
    private static void SetRange(ref CommandContext context)
    {
        if (!context.TryReadInteger(2, out long offset))
            return;
        if (offset < 0)
        {
            context.Reply.Error(Errors.OffsetOutOfRange);
            return;
        }

        if (!context.TryEditString(1, out Entry entry, out bool exists))
            return;
        int oldLength = exists ? entry.Text(stackalloc byte[Numbers.LongLength]).Length : 0;
        ReadOnlySpan<byte> value = context[3];
        if (value.IsEmpty)
        {
            context.Reply.Integer(oldLength);
            return;
        }

        if (!FitsLimit(ref context, offset, value.Length))
            return;
        if (!exists)
            context.Database.SetRaw(context[1], []);
        int length = Math.Max(oldLength, (int)offset + value.Length);
        value.CopyTo(context.Database.ResizeString(context[1], length)[(int)offset..]);
        context.Notify(KeyEvents.String, "setrange"u8);
        context.Changed();
        context.Reply.Integer(length);
    }

    /// <summary>No string may become longer than what a client may send at once.</summary>
    private static bool FitsLimit(ref CommandContext context, long length, int added)
    {
        long limit = context.Engine.Options.MaxBulkLength;
        if (length <= limit && length + added <= limit)
            return true;
        context.Reply.Error(Errors.StringTooLong);
        return false;
    }
}
