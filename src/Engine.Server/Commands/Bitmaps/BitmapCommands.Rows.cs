using System.Buffers;
using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Bitmaps;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.Bitmaps;

internal static partial class BitmapCommands
{
    /// <summary>Where the first source of BITOP stands.</summary>
    private const int FirstSource = 3;

    /// <summary>BITCOUNT key [start end [BYTE | BIT]]</summary>
    private static void CountOnes(ref CommandContext context)
    {
        if (!context.TryReadString(1, out Entry entry, out bool exists))
            return;
        if (!exists)
        {
            context.Reply.Integer(0);
            return;
        }

        ReadOnlySpan<byte> bytes = entry.Text(stackalloc byte[Numbers.LongLength]);
        if (context.Count == 2)
            context.Reply.Integer(Bitmap.CountOnes(bytes, 0, LastBitOf(bytes)));
        else if (context.Count is not (4 or 5))
            context.Reply.Error(Errors.Syntax);
        else if (context.TryReadInteger(2, out long start) && context.TryReadInteger(3, out long end))
            CountOnes(ref context, bytes, start, end);
    }

    private static void CountOnes(
        ref CommandContext context, scoped ReadOnlySpan<byte> bytes, long start, long end)
    {
        bool isBackwards = start < 0 && end < 0 && start > end;
        if (isBackwards)
        {
            context.Reply.Integer(0);
            return;
        }

        if (!TryReadUnit(ref context, 4, out bool inBits))
            return;
        ToBits(bytes, inBits, ref start, ref end);
        context.Reply.Integer(Bitmap.CountOnes(bytes, start, end));
    }

    /// <summary>BITPOS key bit [start [end [BYTE | BIT]]]</summary>
    private static void FindBit(ref CommandContext context)
    {
        if (!context.TryReadInteger(2, out long bit))
            return;
        if (bit is not (0 or 1))
        {
            context.Reply.Error(Errors.SoughtBitNotABit);
            return;
        }

        if (!context.TryReadString(1, out Entry entry, out bool exists))
            return;
        if (!exists)
        {
            // A key that is missing is a row of clear bits without an end.
            context.Reply.Integer(bit == 1 ? -1 : 0);
            return;
        }

        long start = 0;
        long end = -1;
        bool inBits = false;
        if (context.Count > 6)
        {
            context.Reply.Error(Errors.Syntax);
            return;
        }

        if ((context.Count >= 4 && !context.TryReadInteger(3, out start))
            || !TryReadUnit(ref context, 5, out inBits)
            || (context.Count >= 5 && !context.TryReadInteger(4, out end)))
            return;
        ReadOnlySpan<byte> bytes = entry.Text(stackalloc byte[Numbers.LongLength]);
        ToBits(bytes, inBits, ref start, ref end);
        long position = Bitmap.Find(bytes, bit == 1, start, end);

        // Without an end that the client has set, clear bits follow the string.
        bool isBehind = position < 0 && bit == 0 && context.Count < 5 && start <= end;
        context.Reply.Integer(isBehind ? end + 1 : position);
    }

    /// <summary>BITOP AND | OR | XOR | NOT destkey key [key ...]</summary>
    private static void Combine(ref CommandContext context)
    {
        if (!TryReadOperation(ref context, out BitwiseOperation operation))
            return;
        int length = 0;
        Span<byte> digits = stackalloc byte[Numbers.LongLength];
        for (int i = FirstSource; i < context.Count; i++)
        {
            if (!context.TryReadString(i, out Entry entry, out bool exists))
                return;
            if (exists)
                length = Math.Max(length, entry.Text(digits).Length);
        }

        if (length > 0)
        {
            StoreCombination(ref context, operation, length);
        }
        else if (context.Database.RemoveUnseen(context[2]))
        {
            context.Notify(KeyEvents.Generic, "del"u8, 2);
            context.Changed();
        }

        context.Reply.Integer(length);
    }

    private static bool TryReadOperation(ref CommandContext context, out BitwiseOperation operation)
    {
        operation = BitwiseOperation.None;
        if (context.Is(1, "AND"u8))
            operation = BitwiseOperation.And;
        else if (context.Is(1, "OR"u8))
            operation = BitwiseOperation.Or;
        else if (context.Is(1, "XOR"u8))
            operation = BitwiseOperation.Xor;
        else if (!context.Is(1, "NOT"u8))
            context.Reply.Error(Errors.Syntax);
        else if (context.Count != FirstSource + 1)
            context.Reply.Error(Errors.SeveralSourcesOfNot);
        else
            operation = BitwiseOperation.Not;
        return operation != BitwiseOperation.None;
    }

    private static void StoreCombination(ref CommandContext context, BitwiseOperation operation, int length)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(length);
        Span<byte> result = buffer.AsSpan(0, length);
        Span<byte> digits = stackalloc byte[Numbers.LongLength];
        for (int i = FirstSource; i < context.Count; i++)
        {
            bool exists = context.Database.TryPeek(context[i], out Entry entry);
            ReadOnlySpan<byte> source = exists ? entry.Text(digits) : [];
            if (i == FirstSource)
                BitwiseResult.Begin(result, operation, source);
            else
                BitwiseResult.Combine(result, operation, source);
        }

        context.Database.SetRaw(context[2], result);
        ArrayPool<byte>.Shared.Return(buffer);
        context.Notify(KeyEvents.String, "set"u8, 2);
        context.Changed();
    }

    private static long LastBitOf(ReadOnlySpan<byte> bytes) => (long)bytes.Length * Bitmap.BitsPerByte - 1;

    /// <summary>Makes a range of bytes or bits, whose ends may count from the end, one of bits that exist.</summary>
    private static void ToBits(ReadOnlySpan<byte> bytes, bool inBits, ref long start, ref long end)
    {
        int unit = inBits ? 1 : Bitmap.BitsPerByte;
        long count = (LastBitOf(bytes) + 1) / unit;
        long first = start < 0 ? Math.Max(start + count, 0) : start;
        long last = Math.Min(end < 0 ? Math.Max(end + count, 0) : end, count - 1);
        (start, end) = first > last ? (0, -1) : (first * unit, last * unit + unit - 1);
    }

    /// <summary>
    /// Reads whether a range is one of bits, if there is such an argument; replies with an error and returns false when
    /// it is neither of bits nor of bytes.
    /// </summary>
    private static bool TryReadUnit(ref CommandContext context, int index, out bool inBits)
    {
        inBits = index < context.Count && context.Is(index, "BIT"u8);
        if (inBits || index >= context.Count || context.Is(index, "BYTE"u8))
            return true;
        context.Reply.Error(Errors.Syntax);
        return false;
    }
}
