using Engine.Server.DataTypes;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands;

/// <summary>Finding the collections that a command works on.</summary>
internal ref partial struct CommandContext
{
    /// <summary>
    /// Finds the collection at a key to read it. Returns false, having replied WRONGTYPE, when the key holds something
    /// else; a missing key gives a null slot.
    /// </summary>
    public readonly bool TryRead(int keyIndex, ValueType type, out ValueSlot slot)
    {
        // XREADGROUP and XACK change the group of a stream that they read.
        if (Command.Is(CommandFlags.Write))
            Database.Preserve(Request[keyIndex]);
        return Accept(Database.TryRead(Request[keyIndex], out Entry entry), entry, type, out slot);
    }

    /// <summary>Finds the collection at a key to change it, otherwise like <see cref="TryRead"/>.</summary>
    public readonly bool TryEdit(int keyIndex, ValueType type, out ValueSlot slot) =>
        Accept(Database.TryEdit(Request[keyIndex], out Entry entry), entry, type, out slot);

    /// <summary>
    /// Finds the collection at a key to read it; when there is none, or something else, the reply is written and the
    /// result false.
    /// </summary>
    public readonly bool TryReadOr(MissingReply missing, int keyIndex, ValueType type, out ValueSlot slot) =>
        TryRead(keyIndex, type, out slot) && IsThere(slot, missing);

    /// <summary>Finds the collection at a key to change it, otherwise like <see cref="TryReadOr"/>.</summary>
    public readonly bool TryEditOr(MissingReply missing, int keyIndex, ValueType type, out ValueSlot slot) =>
        TryEdit(keyIndex, type, out slot) && IsThere(slot, missing);

    private readonly bool Accept(bool exists, scoped in Entry entry, ValueType type, out ValueSlot slot)
    {
        slot = default;
        if (!exists)
            return true;
        if (entry.Type != type)
        {
            Reply.Error(Errors.WrongType);
            return false;
        }

        slot = entry.Slot;
        return true;
    }

    private readonly bool IsThere(in ValueSlot slot, MissingReply missing)
    {
        if (!slot.IsNull)
            return true;
        switch (missing)
        {
            case MissingReply.Zero:
                Reply.Integer(0);
                break;
            case MissingReply.Null:
                Reply.Null();
                break;
            case MissingReply.NullArray:
                Reply.NullArray();
                break;
            case MissingReply.EmptyArray:
                Reply.EmptyArray();
                break;
            case MissingReply.EmptyMap:
                Reply.Map(0);
                break;
            case MissingReply.EmptySet:
                Reply.Set(0);
                break;
        }

        return false;
    }
}
