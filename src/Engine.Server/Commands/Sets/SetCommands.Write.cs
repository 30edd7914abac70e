using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Sets;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Sets;

internal static partial class SetCommands
{
    /// <summary>SADD key member [member ...]</summary>
    private static void Add(ref CommandContext context)
    {
        if (!context.TryEdit(1, ValueType.Set, out ValueSlot slot))
            return;
        if (slot.IsNull)
            slot = AddSet(context, 1);
        var set = new SetValue(slot);
        int added = 0;
        for (int i = 2; i < context.Count; i++)
            added += set.Add(context[i]) ? 1 : 0;
        if (added > 0)
        {
            context.Notify(KeyEvents.Set, "sadd"u8);
            context.Database.CollectionChanged(context[1], isEmpty: false);
            context.Changed(added);
        }

        context.Reply.Integer(added);
    }

    /// <summary>SREM key member [member ...]</summary>
    private static void Remove(ref CommandContext context)
    {
        if (!context.TryEditOr(MissingReply.Zero, 1, ValueType.Set, out ValueSlot slot))
            return;
        var set = new SetValue(slot);
        int removed = 0;
        for (int i = 2; i < context.Count && set.Count > 0; i++)
            removed += set.Remove(context[i]) ? 1 : 0;
        if (removed > 0)
        {
            context.Notify(KeyEvents.Set, "srem"u8);
            context.Database.CollectionChanged(context[1], isEmpty: set.Count == 0);
            context.Changed(removed);
        }

        context.Reply.Integer(removed);
    }

    /// <summary>SMOVE source destination member</summary>
    private static void Move(ref CommandContext context)
    {
        Database database = context.Database;
        bool hasSource = database.TryEdit(context[1], out Entry source);
        bool hasDestination = database.TryEdit(context[2], out Entry destination);
        if (!hasSource)
        {
            context.Reply.Integer(0);
            return;
        }

        if (source.Type != ValueType.Set || (hasDestination && destination.Type != ValueType.Set))
        {
            context.Reply.Error(Errors.WrongType);
            return;
        }

        var from = new SetValue(source.Slot);
        bool isSame = hasDestination && destination.Handle == source.Handle;
        if (isSame || !from.Remove(context[3]))
        {
            context.Reply.Integer(isSame && from.Contains(context[3]) ? 1 : 0);
            return;
        }

        context.Notify(KeyEvents.Set, "srem"u8);
        database.CollectionChanged(context[1], isEmpty: from.Count == 0);
        database.TryPeek(context[2], out destination);
        var to = new SetValue(hasDestination ? destination.Slot : AddSet(context, 2));
        bool isAdded = to.Add(context[3]);
        context.Changed(isAdded ? 2 : 1);
        if (isAdded)
        {
            context.Notify(KeyEvents.Set, "sadd"u8, 2);
            database.CollectionChanged(context[2], isEmpty: false);
        }

        context.Reply.Integer(1);
    }

    private static ValueSlot AddSet(scoped in CommandContext context, int keyIndex) => context.Database.AddCompact(
        context[keyIndex],
        ValueType.Set,
        ValueEncoding.IntSet,
        SetValue.CreateEmpty(context.Engine.Keyspace.Heap));
}
