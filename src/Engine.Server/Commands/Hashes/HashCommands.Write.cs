using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Hashes;
using Engine.Server.DataTypes.Packs;
using Engine.Server.Protocol;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Hashes;

internal static partial class HashCommands
{
    /// <summary>A longer block grows in large steps anyway, and a hash of long values is going to be a table.</summary>
    private const int LargestForeseen = 4096;

    /// <summary>HSET key field value [field value ...]</summary>
    private static void Set(ref CommandContext context)
    {
        if (TrySetPairs(ref context, out int added))
            context.Reply.Integer(added);
    }

    /// <summary>HMSET key field value [field value ...]</summary>
    private static void SetMany(ref CommandContext context)
    {
        if (TrySetPairs(ref context, out _))
            context.Reply.Ok();
    }

    /// <summary>HSETNX key field value</summary>
    private static void SetIfAbsent(ref CommandContext context)
    {
        if (!context.TryEdit(1, ValueType.Hash, out ValueSlot slot))
            return;
        if (!slot.IsNull && new HashValue(slot).Contains(context[2]))
        {
            context.Reply.Integer(0);
            return;
        }

        SetPairs(ref context, slot);
        context.Changed();
        context.Reply.Integer(1);
    }

    /// <summary>HDEL key field [field ...]</summary>
    private static void Delete(ref CommandContext context)
    {
        if (!context.TryEditOr(MissingReply.Zero, 1, ValueType.Hash, out ValueSlot slot))
            return;
        var hash = new HashValue(slot);
        int deleted = 0;
        for (int i = 2; i < context.Count && hash.Count > 0; i++)
            deleted += hash.Remove(context[i]) ? 1 : 0;
        if (deleted > 0)
        {
            context.Notify(KeyEvents.Hash, "hdel"u8);
            context.Database.CollectionChanged(context[1], isEmpty: hash.Count == 0);
            context.Changed(deleted);
        }

        context.Reply.Integer(deleted);
    }

    private static bool TrySetPairs(ref CommandContext context, out int added)
    {
        added = 0;
        if (context.Count % 2 != 0)
        {
            context.Reply.Error(Errors.WrongArity(context.Command.FullName));
            return false;
        }

        if (!context.TryEdit(1, ValueType.Hash, out ValueSlot slot))
            return false;
        added = SetPairs(ref context, slot);
        context.Changed((context.Count - 2) / 2);
        return true;
    }

    /// <summary>
    /// Sets the fields from the third argument on, in a new hash if there is none; returns how many are new.
    /// </summary>
    private static int SetPairs(ref CommandContext context, ValueSlot slot)
    {
        if (slot.IsNull)
            slot = AddHash(context);
        int longest = 0;
        long total = 0;
        for (int i = 2; i < context.Count; i++)
        {
            longest = Math.Max(longest, context[i].Length);
            total += context[i].Length;
        }

        var hash = new HashValue(slot);
        hash.PrepareFor(longest, total);
        int added = 0;
        for (int i = 2; i < context.Count; i += 2)
            added += hash.Set(context[i], context[i + 1]) ? 1 : 0;
        context.Notify(KeyEvents.Hash, "hset"u8);
        context.Database.CollectionChanged(context[1], isEmpty: false);
        return added;
    }

    /// <summary>Adds an empty hash, in a block that is as long as it is going to be.</summary>
    private static ValueSlot AddHash(scoped in CommandContext context)
    {
        int length = ListPack.EmptyLength;
        for (int i = 2; i < context.Count && length < LargestForeseen; i++)
            length += new PackEntry(context[i]).Length;
        uint block = HashValue.CreateEmpty(context.Engine.Keyspace.Heap, Math.Min(length, LargestForeseen));
        return context.Database.AddCompact(context[1], ValueType.Hash, ValueEncoding.ListPack, block);
    }
}
