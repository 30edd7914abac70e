using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Engine.Server.DataTypes;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Strings;

internal static partial class StringCommands
{
    /// <summary>INCR key</summary>
    private static void Increment(ref CommandContext context) => Add(ref context, 1);

    /// <summary>DECR key</summary>
    private static void Decrement(ref CommandContext context) => Add(ref context, -1);

    /// <summary>INCRBY key increment</summary>
    private static void IncrementBy(ref CommandContext context)
    {
        if (context.TryReadInteger(2, out long increment))
            Add(ref context, increment);
    }

    /// <summary>DECRBY key decrement</summary>
    private static void DecrementBy(ref CommandContext context)
    {
        if (!context.TryReadInteger(2, out long decrement))
            return;
        if (decrement == long.MinValue)
            context.Reply.Error(Errors.DecrementOverflow);
        else
            Add(ref context, -decrement);
    }

    private static void Add(ref CommandContext context, long increment)
    {
        Database database = context.Database;
        bool exists = database.TryEdit(context[1], out Entry entry);
        long sum;
        if (exists && entry.IsInteger)
        {
            Span<byte> cell = entry.Bytes;
            if (!TryAdd(ref context, MemoryMarshal.Read<long>(cell), increment, out sum))
                return;
            MemoryMarshal.Write(cell, sum);
            database.Modified(context[1]);
        }
        else
        {
            long value = 0;
            if ((exists && !TryReadNumber(ref context, entry, out value))
                || !TryAdd(ref context, value, increment, out sum))
                return;
            database.SetInteger(context[1], sum, exists ? entry.Expiry : Database.NoExpiry);
        }

        context.Notify(KeyEvents.String, "incrby"u8);
        context.Changed();
        context.Reply.Integer(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryAdd(ref CommandContext context, long value, long increment, out long sum)
    {
        sum = unchecked(value + increment);
        if (((value ^ sum) & (increment ^ sum)) >= 0)
            return true;
        context.Reply.Error(Errors.Overflow);
        return false;
    }

    /// <summary>
    /// A number that is stored as text; replies with an error and returns false when it is something else.
    /// </summary>
    private static bool TryReadNumber(ref CommandContext context, in Entry entry, out long value)
    {
        value = 0;
        bool isString = entry.Type == ValueType.String;
        if (isString && Numbers.TryParse(entry.Bytes, out value))
            return true;
        context.Reply.Error(isString ? Errors.NotAnInteger : Errors.WrongType);
        return false;
    }

    /// <summary>INCRBYFLOAT key increment</summary>
    private static void IncrementByFloat(ref CommandContext context)
    {
        if (!context.TryEditString(1, out Entry entry, out bool exists))
            return;
        ExtendedDouble value = default;
        if ((exists && !ExtendedDouble.TryParse(entry.Text(stackalloc byte[Numbers.LongLength]), out value))
            || !ExtendedDouble.TryParse(context[2], out ExtendedDouble increment))
        {
            context.Reply.Error(Errors.NotAFloat);
            return;
        }

        ExtendedDouble sum = value + increment;
        if (!sum.IsFinite)
        {
            context.Reply.Error(Errors.NotFinite);
            return;
        }

        Span<byte> digits = stackalloc byte[ExtendedDouble.MaxLength];
        ReadOnlySpan<byte> text = digits[..sum.Format(digits)];
        context.Database.SetText(context[1], text, exists ? entry.Expiry : Database.NoExpiry);
        context.Notify(KeyEvents.String, "incrbyfloat"u8);
        context.Changed();
        IEffectSink effect = context.BeginEffect(4);
        effect.Add("SET"u8);
        effect.Add(context[1]);
        effect.Add(text);
        effect.Add("KEEPTTL"u8);
        context.Reply.Bulk(text);
    }
}
