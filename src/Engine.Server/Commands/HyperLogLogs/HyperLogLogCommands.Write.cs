using System.Buffers;
using Engine.Server.DataTypes;
using Engine.Server.DataTypes.HyperLogLogs;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.HyperLogLogs;

internal static partial class HyperLogLogCommands
{
    /// <summary>PFADD key [element [element ...]]</summary>
    private static void Add(ref CommandContext context)
    {
        if (!TryEdit(ref context, 1, out Entry entry, out bool exists))
            return;
        HyperLogLogEditor editor = Open(context, entry, exists, context.Count - 2);
        bool isValid = true;
        for (int i = 2; i < context.Count && isValid; i++)
            isValid = editor.TryAdd(context[i]);
        if (!exists)
            HyperLogLog.Invalidate(editor.Bytes);
        int changes = editor.Raised + (exists ? 0 : 1);
        if (changes > 0)
            Store(context, exists, ref editor);
        editor.Close();
        if (!isValid)
        {
            context.Reply.Error(Errors.CorruptHyperLogLog);
            return;
        }

        if (changes > 0)
            context.Notify(KeyEvents.String, "pfadd"u8);
        context.Changed(changes);
        context.Reply.Integer(changes > 0 ? 1 : 0);
    }

    /// <summary>PFMERGE destkey [sourcekey [sourcekey ...]]</summary>
    private static void Merge(ref CommandContext context)
    {
        byte[] registers = ArrayPool<byte>.Shared.Rent(HyperLogLog.Registers);
        if (TryUnite(ref context, registers, out bool anyDense))
            MergeInto(ref context, registers.AsSpan(0, HyperLogLog.Registers), anyDense);
        ArrayPool<byte>.Shared.Return(registers);
    }

    private static void MergeInto(ref CommandContext context, ReadOnlySpan<byte> registers, bool isDense)
    {
        bool exists = context.Database.TryEdit(context[1], out Entry entry);
        HyperLogLogEditor editor = Open(context, entry, exists, HyperLogLog.Registers);
        if (isDense)
            editor.TryMakeDense();
        for (int i = 0; i < registers.Length; i++)
        {
            if (registers[i] > 0)
                editor.TryRaise(i, registers[i]);
        }

        HyperLogLog.Invalidate(editor.Bytes);
        Store(context, exists, ref editor);
        editor.Close();
        context.Notify(KeyEvents.String, "pfadd"u8);
        context.Changed();
        context.Reply.Ok();
    }

    /// <summary>
    /// Raises registers, a byte each, to the highest that any key has. Replies with an error and returns false when one
    /// is no valid HyperLogLog.
    /// </summary>
    private static bool TryUnite(ref CommandContext context, Span<byte> registers, out bool anyDense)
    {
        anyDense = false;
        registers.Clear();
        for (int i = 1; i < context.Count; i++)
        {
            if (!TryRead(ref context, i, out Entry entry, out bool exists))
                return false;
            if (!exists)
                continue;
            anyDense |= !HyperLogLog.IsSparse(entry.Bytes);
            if (HyperLogLog.TryMerge(entry.Bytes, registers))
                continue;
            context.Reply.Error(Errors.CorruptHyperLogLog);
            return false;
        }

        return true;
    }

    /// <summary>Begins to edit what the first key holds, or a new one.</summary>
    private static HyperLogLogEditor Open(in CommandContext context, in Entry entry, bool exists, int additions)
    {
        // What was set as a string must become raw bytes before it is edited.
        Span<byte> bytes = !exists ? []
            : entry.Encoding == ValueEncoding.Raw ? entry.Bytes
            : context.Database.GrowString(context[1], 0);
        return new HyperLogLogEditor(bytes, additions, context.Engine.Options.Encodings);
    }

    /// <summary>Writes a copy that was edited back to the first key.</summary>
    private static void Store(in CommandContext context, bool exists, ref HyperLogLogEditor editor)
    {
        Database database = context.Database;
        if (!exists)
            database.SetRaw(context[1], editor.Bytes);
        else if (editor.IsCopy)
            editor.Bytes.CopyTo(database.ResizeString(context[1], editor.Bytes.Length));
        else
            database.Modified(context[1]);
    }
}
