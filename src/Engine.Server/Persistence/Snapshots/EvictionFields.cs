using Engine.Server.DataTypes.Serialization;
using Engine.Server.Keyspace;

namespace Engine.Server.Persistence.Snapshots;

/// <summary>
/// What a snapshot tells of a key's use, so that eviction goes on where it was: its idle time under a policy that looks
/// at it. The engine counts no frequencies, so it writes none.
/// </summary>
internal sealed class EvictionFields(EngineOptions options, Func<uint> accessClock)
{
    private readonly bool _hasIdleTimes = options.EvictionPolicy.EndsWith("-lru", StringComparison.Ordinal);

    public void Write(ValueWriter writer, in Entry entry)
    {
        if (!_hasIdleTimes)
            return;
        writer.Byte((byte)Opcode.IdleTime);
        writer.Length((accessClock() - entry.AccessClock) & Keyspace.Keyspace.AccessClockMask);
    }
}
