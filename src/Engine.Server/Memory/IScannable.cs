namespace Engine.Server.Memory;

/// <summary>What a client can go through in steps, while it changes, from cursor 0 to cursor 0.</summary>
internal interface IScannable
{
    /// <summary>Adds the handles of some entries to what was found.</summary>
    /// <returns>The cursor to go on with; 0 at the end.</returns>
    ulong Scan(ulong cursor, List<uint> found);
}
