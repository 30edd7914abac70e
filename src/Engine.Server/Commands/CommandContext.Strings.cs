using Engine.Server.Keyspace;
using Engine.Server.Protocol;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands;

/// <summary>Finding the strings that a command works on.</summary>
internal ref partial struct CommandContext
{
    /// <summary>
    /// Finds the string at a key to read it. Replies with an error and returns false when the key holds something else.
    /// </summary>
    public readonly bool TryReadString(int keyIndex, out Entry entry, out bool exists)
    {
        exists = Database.TryRead(Request[keyIndex], out entry);
        return IsString(entry, exists);
    }

    /// <summary>Finds the string at a key to change it, otherwise like <see cref="TryReadString"/>.</summary>
    public readonly bool TryEditString(int keyIndex, out Entry entry, out bool exists)
    {
        exists = Database.TryEdit(Request[keyIndex], out entry);
        return IsString(entry, exists);
    }

    private readonly bool IsString(in Entry entry, bool exists)
    {
        if (!exists || entry.Type == ValueType.String)
            return true;
        Reply.Error(Errors.WrongType);
        return false;
    }
}
