using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Hashes;
using Engine.Server.DataTypes.Packs;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Hashes;

internal static partial class HashCommands
{
    /// <summary>HINCRBY key field increment</summary>
    private static void Increment(ref CommandContext context)
    {
        if (!context.TryReadInteger(3, out long increment)
            || !context.TryEdit(1, ValueType.Hash, out ValueSlot slot))
            return;
        long value = 0;
        if (!slot.IsNull && new HashValue(slot).TryGet(context[2], out PackedElement stored)
            && !TryReadInteger(stored, out value))
        {
            context.Reply.Error(Errors.HashValueNotAnInteger);
            return;
        }

        long sum = unchecked(value + increment);
        if (((value ^ sum) & (increment ^ sum)) < 0)
        {
            context.Reply.Error(Errors.Overflow);
            return;
        }

        Span<byte> digits = stackalloc byte[Numbers.LongLength];
        SetSum(ref context, slot, digits[..Numbers.Format(sum, digits)], "hincrby"u8);
        context.Reply.Integer(sum);
    }

    private static bool TryReadInteger(PackedElement stored, out long value)
    {
        value = stored.IsInteger ? stored.Integer : 0;
        return stored.IsInteger || Numbers.TryParse(stored.Bytes, out value);
    }

    /// <summary>HINCRBYFLOAT key field increment</summary>
    private static void IncrementByFloat(ref CommandContext context)
    {
        if (!ExtendedDouble.TryParse(context[3], out ExtendedDouble increment))
        {
            context.Reply.Error(Errors.NotAFloat);
            return;
        }

        if (!increment.IsFinite)
        {
            context.Reply.Error(Errors.IncrementNotFinite);
            return;
        }

        if (!context.TryEdit(1, ValueType.Hash, out ValueSlot slot))
            return;
        ExtendedDouble value = default;
        if (!slot.IsNull && new HashValue(slot).TryGet(context[2], out PackedElement stored)
            && !ExtendedDouble.TryParse(stored.Text(stackalloc byte[Numbers.LongLength]), out value))
        {
            context.Reply.Error(Errors.HashValueNotAFloat);
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
        SetSum(ref context, slot, text, "hincrbyfloat"u8);
        IEffectSink effect = context.BeginEffect(4);
        effect.Add("HSET"u8);
        effect.Add(context[1]);
        effect.Add(context[2]);
        effect.Add(text);
        context.Reply.Bulk(text);
    }

    private static void SetSum(
        ref CommandContext context, ValueSlot slot, scoped ReadOnlySpan<byte> sum, ReadOnlySpan<byte> eventName)
    {
        if (slot.IsNull)
            slot = AddHash(context);
        new HashValue(slot).Set(context[2], sum);
        context.Notify(KeyEvents.Hash, eventName);
        context.Database.CollectionChanged(context[1], isEmpty: false);
        context.Changed();
    }
}
