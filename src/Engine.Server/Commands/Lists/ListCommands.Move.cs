using System.Buffers;
using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Lists;
using Engine.Server.DataTypes.Packs;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Lists;

internal static partial class ListCommands
{
    /// <summary>LMOVE source destination LEFT | RIGHT LEFT | RIGHT</summary>
    private static void Move(ref CommandContext context)
    {
        if (!TryReadSide(context, 3, out bool fromHead) || !TryReadSide(context, 4, out bool toHead))
            return;
        if (context.TryEditOr(MissingReply.Null, 1, ValueType.List, out ValueSlot source))
            Move(ref context, source, fromHead, toHead);
    }

    /// <summary>RPOPLPUSH source destination</summary>
    private static void MoveTailToHead(ref CommandContext context)
    {
        if (context.TryEditOr(MissingReply.Null, 1, ValueType.List, out ValueSlot source))
            Move(ref context, source, fromHead: false, toHead: true);
    }

    /// <summary>
    /// Moves an element between the keys of the first two arguments and replies with it, or with an error if the second
    /// key holds something else than a list; then returns false.
    /// </summary>
    private static bool Move(ref CommandContext context, ValueSlot source, bool fromHead, bool toHead)
    {
        if (!context.TryEdit(2, ValueType.List, out ValueSlot destination))
            return false;

        ReadOnlySpan<byte> sourceKey = context[1];
        ReadOnlySpan<byte> destinationKey = context[2];
        ListValue from = new(source);
        PackedElement element = from.At(fromHead ? 0 : -1).Current;
        WriteElement(context.Reply, element);
        if (sourceKey.SequenceEqual(destinationKey))
        {
            Rotate(from, element, fromHead, toHead);
            context.Notify(KeyEvents.List, NameOfPushEvent(toHead));
        }
        else
        {
            ListValue to = new(destination.IsNull ? AddList(context, destinationKey) : destination);
            to.Push(element.Text(stackalloc byte[Numbers.LongLength]), toHead);
            from.Pop(fromHead);
            context.Notify(KeyEvents.List, NameOfPushEvent(toHead), 2);
            context.Database.CollectionChanged(destinationKey, isEmpty: false);
        }

        context.Notify(KeyEvents.List, NameOfPopEvent(fromHead));
        context.Database.CollectionChanged(sourceKey, from.Count == 0);
        context.Changed();
        return true;
    }

    /// <summary>Moves an element within a list: what is pushed must not lie in the list, so it is copied.</summary>
    private static void Rotate(ListValue list, in PackedElement element, bool fromHead, bool toHead)
    {
        const int StackBytes = 256;
        int length = element.Length;
        byte[]? rented = length > StackBytes ? ArrayPool<byte>.Shared.Rent(length) : null;
        Span<byte> copy = rented ?? stackalloc byte[StackBytes];
        element.Format(copy);
        list.Pop(fromHead);
        list.Push(copy[..length], toHead);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
    }
}
