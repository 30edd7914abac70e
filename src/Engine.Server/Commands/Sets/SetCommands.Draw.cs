using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Packs;
using Engine.Server.DataTypes.Sets;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Sets;

internal static partial class SetCommands
{
    /// <summary>
    /// When fewer than one member in so many stays, the set is made anew of them, as in Redis: it may become compact.
    /// </summary>
    private const int FewRemain = 5;

    /// <summary>SRANDMEMBER key [count]</summary>
    private static void RandomMember(ref CommandContext context)
    {
        if (context.Count > 2)
        {
            RandomMembers(ref context);
            return;
        }

        if (!context.TryReadOr(MissingReply.Null, 1, ValueType.Set, out ValueSlot slot))
            return;
        var set = new SetValue(slot);
        context.Reply.Bulk(set[set.RandomId()]);
    }

    private static void RandomMembers(ref CommandContext context)
    {
        if (!TryAcceptOneCount(context)
            || !context.TryReadSignedCount(2, out long count)
            || !context.TryReadOr(MissingReply.EmptyArray, 1, ValueType.Set, out ValueSlot slot))
            return;
        var set = new SetValue(slot);
        if (count < 0)
        {
            context.Reply.Array(-count);
            for (; count < 0 && !context.Session.Output.IsDiscarding; count++)
                context.Reply.Bulk(set[set.RandomId()]);
            return;
        }

        List<uint> drawn = RandomSample.Draw(set, count, context.Engine.Keyspace.Random);
        context.Reply.Array(drawn.Count);
        foreach (uint id in drawn)
            context.Reply.Bulk(set[id]);
    }

    /// <summary>SPOP key [count]</summary>
    private static void Pop(ref CommandContext context)
    {
        if (context.Count > 2)
        {
            PopMany(ref context);
            return;
        }

        if (!context.TryEditOr(MissingReply.Null, 1, ValueType.Set, out ValueSlot slot))
            return;
        var set = new SetValue(slot);
        PackedElement member = set[set.RandomId()];
        context.Reply.Bulk(member);
        JournalRemoval(ref context, member);
        set.Remove(member);
        context.Notify(KeyEvents.Set, "spop"u8);
        context.Database.CollectionChanged(context[1], isEmpty: set.Count == 0);
        context.Changed();
    }

    private static void PopMany(ref CommandContext context)
    {
        if (!TryAcceptOneCount(context)
            || !context.TryReadCount(2, 0, Errors.NotPositive, out long count)
            || !context.TryEditOr(MissingReply.EmptySet, 1, ValueType.Set, out ValueSlot slot))
            return;
        var set = new SetValue(slot);
        long popped = Math.Min(count, set.Count);
        context.Reply.Set(popped);
        if (popped == 0)
            return;
        context.Notify(KeyEvents.Set, "spop"u8);
        if (popped == set.Count)
            PopAll(ref context, set);
        else
            PopSome(ref context, slot, (int)popped);
        context.Changed(popped);
    }

    private static void PopAll(ref CommandContext context, SetValue set)
    {
        // Redis reads the set once more for it, which its statistics show.
        context.Database.TryRead(context[1], out _);
        foreach (PackedElement member in set)
            context.Reply.Bulk(member);
        context.Database.CollectionChanged(context[1], isEmpty: true);
        context.JournalDeletion(1, isLazy: false);
    }

    /// <summary>Removes some members, not all, and replies with them.</summary>
    private static void PopSome(ref CommandContext context, ValueSlot slot, int count)
    {
        var set = new SetValue(slot);
        bool fewRemain = (set.Count - count) * FewRemain <= count;
        Random random = context.Engine.Keyspace.Random;
        List<uint> ids = fewRemain
            ? RandomSample.Shuffle(set, count, random)
            : RandomSample.Draw(set, count, random);
        for (int i = 0; i < count; i++)
        {
            context.Reply.Bulk(set[ids[i]]);
            JournalRemoval(ref context, set[ids[i]]);
        }

        if (fewRemain)
            KeepOnly(slot, ids[count..]);
        else
            set.RemoveAll(ids);
        context.Database.CollectionChanged(context[1], isEmpty: false);
    }

    private static void KeepOnly(ValueSlot slot, List<uint> ids)
    {
        byte kind = SetValue.EmptyKind;
        uint word = SetValue.CreateEmpty(slot.Heap);
        var kept = new ValueSlot(slot.Store, ref kind, ref word);
        var set = new SetValue(slot);
        foreach (uint id in ids)
            new SetValue(kept).Add(set[id]);
        slot.ReplaceBy(kept);
    }

    private static bool TryAcceptOneCount(in CommandContext context)
    {
        if (context.Count == 3)
            return true;
        context.Reply.Error(Errors.Syntax);
        return false;
    }

    private static void JournalRemoval(ref CommandContext context, PackedElement member)
    {
        IEffectSink effect = context.BeginEffect(3);
        effect.Add("SREM"u8);
        effect.Add(context[1]);
        if (member.IsInteger)
            effect.Add(member.Integer);
        else
            effect.Add(member.Bytes);
    }
}
