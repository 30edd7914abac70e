using Engine.Server.DataTypes;
using Engine.Server.Protocol;

namespace Engine.Server.Commands;

/// <summary>Reading how many elements a command is to work on.</summary>
internal ref partial struct CommandContext
{
    /// <summary>
    /// Reads a count whose sign has a meaning, so that it must have an opposite; replies with an error and returns
    /// false when it is none.
    /// </summary>
    public readonly bool TryReadSignedCount(int index, out long count)
    {
        if (!TryReadInteger(index, out count))
            return false;
        if (count != long.MinValue)
            return true;
        Reply.Error(Errors.OutOfRange(-long.MaxValue, long.MaxValue));
        return false;
    }

    /// <summary>
    /// Reads an integer that is not below <paramref name="lowest"/>; replies <paramref name="refusal"/> and returns
    /// false when the argument is something else.
    /// </summary>
    public readonly bool TryReadCount(int index, long lowest, ReadOnlySpan<byte> refusal, out long count)
    {
        if (Numbers.TryParse(Request[index], out count) && count >= lowest)
            return true;
        Reply.Error(refusal);
        return false;
    }
}
