using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Bitmaps;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.Bitmaps;

internal static partial class BitmapCommands
{
    /// <summary>SETBIT key offset value</summary>
    private static void SetBit(ref CommandContext context)
    {
        if (!TryReadOffset(ref context, 2, out long offset))
            return;
        ReadOnlySpan<byte> value = context[3];
        if (value is not [(byte)'0' or (byte)'1'])
        {
            context.Reply.Error(Errors.NotABit);
            return;
        }

        if (!context.TryEditString(1, out Entry entry, out bool exists))
            return;
        Span<byte> bytes = GrowTo(context, exists, entry, offset, out bool hasGrown);
        bool bit = value[0] == (byte)'1';
        bool old = Bitmap.Exchange(bytes, offset, bit);
        if (hasGrown || old != bit)
        {
            context.Database.Modified(context[1]);
            context.Notify(KeyEvents.String, "setbit"u8);
            context.Changed();
        }

        context.Reply.Integer(old ? 1 : 0);
    }

    /// <summary>GETBIT key offset</summary>
    private static void GetBit(ref CommandContext context)
    {
        if (!TryReadOffset(ref context, 2, out long offset)
            || !context.TryReadString(1, out Entry entry, out bool exists))
            return;
        bool bit = exists && Bitmap.Get(entry.Text(stackalloc byte[Numbers.LongLength]), offset);
        context.Reply.Integer(bit ? 1 : 0);
    }

    /// <summary>The bytes of the first key's string, which is made long enough to hold a bit.</summary>
    private static Span<byte> GrowTo(
        scoped in CommandContext context, bool exists, in Entry entry, long bit, out bool hasGrown)
    {
        int length = (int)(bit / Bitmap.BitsPerByte) + 1;
        if (exists && entry.Encoding == ValueEncoding.Raw && entry.Bytes is var bytes && bytes.Length >= length)
        {
            hasGrown = false;
            return bytes;
        }

        hasGrown = !exists || entry.Text(stackalloc byte[Numbers.LongLength]).Length < length;
        return context.Database.GrowString(context[1], length);
    }

    /// <summary>
    /// Reads the offset of a bit, or behind a hash that of an integer among others of so many bits. Replies with an
    /// error and returns false when it is none, or further than a string may reach.
    /// </summary>
    private static bool TryReadOffset(ref CommandContext context, int index, out long offset, int fieldBits = 0)
    {
        ReadOnlySpan<byte> text = context[index];
        bool isHashed = fieldBits > 0 && text is [(byte)'#', ..];
        bool isNumber = Numbers.TryParse(isHashed ? text[1..] : text, out offset);
        if (isHashed)
        {
            // A product that is too large wraps around, as in Redis.
            offset = unchecked(offset * fieldBits);
        }

        long limit = context.Engine.Options.MaxBulkLength;
        if (isNumber && offset >= 0 && offset / Bitmap.BitsPerByte < limit)
            return true;
        context.Reply.Error(Errors.InvalidBitOffset);
        return false;
    }
}
