using System.Text;
using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Bitmaps;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.Bitmaps;

internal static partial class BitmapCommands
{
    private const int FirstOperation = 2;

    /// <summary>
    /// BITFIELD key [GET encoding offset | [OVERFLOW WRAP | SAT | FAIL] SET encoding offset value | INCRBY encoding
    /// offset increment ...]
    /// </summary>
    private static void WorkOnFields(ref CommandContext context)
    {
        if (!TryCheckOperations(ref context, out int count, out long lastWritten))
            return;
        if (lastWritten < 0)
            ReplyFields(ref context, count);
        else
            WriteFields(ref context, count, lastWritten);
    }

    /// <summary>BITFIELD_RO key [GET encoding offset [GET encoding offset ...]]</summary>
    private static void ReadFields(ref CommandContext context)
    {
        if (!TryCheckOperations(ref context, out int count, out long lastWritten))
            return;
        if (lastWritten < 0)
            ReplyFields(ref context, count);
        else
            context.Reply.Error(Errors.OnlyGetOfFields);
    }

    /// <summary>
    /// Reads all operations before the first is done: how many there are, and the last bit that one of them writes, -1
    /// for none. Replies with an error and returns false when one is wrong.
    /// </summary>
    private static bool TryCheckOperations(ref CommandContext context, out int count, out long lastWritten)
    {
        count = 0;
        lastWritten = -1;
        int index = FirstOperation;
        OverflowMode overflow = OverflowMode.Wrap;
        for (; TryReadNext(ref context, ref index, ref overflow, out FieldOperation operation); count++)
        {
            if (operation.IsWrite)
                lastWritten = Math.Max(lastWritten, operation.Field.LastBit);
        }

        return index == context.Count;
    }

    private static void ReplyFields(ref CommandContext context, int count)
    {
        if (!context.TryReadString(1, out Entry entry, out bool exists))
            return;
        ReadOnlySpan<byte> bytes = exists ? entry.Text(stackalloc byte[Numbers.LongLength]) : [];
        context.Reply.Array(count);
        int index = FirstOperation;
        OverflowMode overflow = OverflowMode.Wrap;
        while (TryReadNext(ref context, ref index, ref overflow, out FieldOperation operation))
            context.Reply.Integer(operation.Field.Read(bytes));
    }

    private static void WriteFields(ref CommandContext context, int count, long lastWritten)
    {
        if (!context.TryEditString(1, out Entry entry, out bool exists))
            return;
        Span<byte> bytes = GrowTo(context, exists, entry, lastWritten, out bool hasGrown);
        context.Reply.Array(count);
        int changes = 0;
        int index = FirstOperation;
        OverflowMode overflow = OverflowMode.Wrap;
        while (TryReadNext(ref context, ref index, ref overflow, out FieldOperation operation))
        {
            if (!operation.IsWrite)
                context.Reply.Integer(operation.Field.Read(bytes));
            else if (TryWrite(context.Reply, operation, bytes, out bool isOther) && (isOther || hasGrown))
                changes++;
        }

        if (changes == 0)
            return;
        context.Database.Modified(context[1]);
        context.Notify(KeyEvents.String, "setbit"u8);
        context.Changed(changes);
    }

    /// <summary>
    /// Sets or adds to an integer and replies with what the client expects. Returns false when it is left alone because
    /// the result does not fit.
    /// </summary>
    private static bool TryWrite(ReplyWriter reply, in FieldOperation operation, Span<byte> bytes, out bool isOther)
    {
        IntegerField field = operation.Field;
        bool isSet = operation.Kind == FieldOperationKind.Set;
        long old = field.Read(bytes);
        (long value, long increment) = isSet ? (operation.Operand, 0) : (old, operation.Operand);
        bool fits = field.TryAdd(value, increment, operation.Overflow, out long result);
        isOther = result != old;
        if (!fits && operation.Overflow == OverflowMode.Fail)
        {
            reply.Null();
            return false;
        }

        field.Write(bytes, result);
        reply.Integer(isSet ? old : result);
        return true;
    }

    /// <summary>
    /// Reads the next operation, with what stands before it about overflows. Returns false behind the last, and where
    /// one is wrong, which was replied as an error.
    /// </summary>
    private static bool TryReadNext(
        ref CommandContext context, ref int index, ref OverflowMode overflow, out FieldOperation operation)
    {
        operation = default;
        while (index < context.Count && context.Is(index, "OVERFLOW"u8))
        {
            if (!TryReadOverflow(ref context, index + 1, ref overflow))
                return false;
            index += 2;
        }

        if (index == context.Count)
            return false;
        if (!TryReadKind(context, index, out FieldOperationKind kind))
        {
            context.Reply.Error(Errors.Syntax);
            return false;
        }

        if (!TryReadField(ref context, index + 1, out IntegerField field))
            return false;
        long operand = 0;
        if (kind != FieldOperationKind.Get && !context.TryReadInteger(index + 3, out operand))
            return false;
        operation = new FieldOperation(kind, field, operand, overflow);
        index += ArgumentsOf(kind);
        return true;
    }

    /// <summary>The word of an operation, with as many arguments behind it as belong to it.</summary>
    private static bool TryReadKind(in CommandContext context, int index, out FieldOperationKind kind)
    {
        kind = FieldOperationKind.Get;
        if (context.Is(index, "SET"u8))
            kind = FieldOperationKind.Set;
        else if (context.Is(index, "INCRBY"u8))
            kind = FieldOperationKind.Increment;
        else if (!context.Is(index, "GET"u8))
            return false;
        return index + ArgumentsOf(kind) <= context.Count;
    }

    private static int ArgumentsOf(FieldOperationKind kind) => kind == FieldOperationKind.Get ? 3 : 4;

    private static bool TryReadOverflow(ref CommandContext context, int index, ref OverflowMode overflow)
    {
        if (index == context.Count)
        {
            context.Reply.Error(Errors.Syntax);
            return false;
        }

        OverflowMode? mode = context.Is(index, "WRAP"u8) ? OverflowMode.Wrap
            : context.Is(index, "SAT"u8) ? OverflowMode.Saturate
            : context.Is(index, "FAIL"u8) ? OverflowMode.Fail
            : null;
        overflow = mode ?? overflow;
        if (mode is null)
            context.Reply.Error(Errors.InvalidOverflow);
        return mode is not null;
    }

    /// <summary>
    /// Reads width and place of an integer; replies with an error and returns false when there is no such integer.
    /// </summary>
    private static bool TryReadField(ref CommandContext context, int index, out IntegerField field)
    {
        const int MostBits = 64;
        field = default;
        ReadOnlySpan<byte> encoding = context[index];
        int end = encoding.IndexOf((byte)0);
        if (end >= 0)
            encoding = encoding[..end];
        bool isSigned = encoding is [(byte)'i', ..];
        if (encoding is not [(byte)'i' or (byte)'u', ..]
            || !Numbers.TryParse(encoding[1..], out long bits)
            || bits < 1
            || bits > (isSigned ? MostBits : MostBits - 1))
        {
            context.Reply.Error(Errors.InvalidFieldType);
            return false;
        }

        if (!TryReadOffset(ref context, index + 1, out long offset, (int)bits))
            return false;
        field = new IntegerField(isSigned, (int)bits, offset);
        return true;
    }

    private static KeyUse FieldUse(in Request request)
    {
        const KeyUse Write = KeyUse.ReadWrite | KeyUse.Access | KeyUse.Update;
        int index = FirstOperation;
        while (index < request.Count)
        {
            int rest = request.Count - index;
            if (rest > 2 && Ascii.EqualsIgnoreCase(request[index], "GET"u8))
                index += 3;
            else if (rest > 1 && Ascii.EqualsIgnoreCase(request[index], "OVERFLOW"u8))
                index += 2;
            else
                return Write;
        }

        return KeyUse.ReadOnly | KeyUse.Access;
    }
}
