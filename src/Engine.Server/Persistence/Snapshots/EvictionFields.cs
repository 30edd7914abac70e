using Engine.Server.DataTypes.Serialization;
using Engine.Server.Keyspace;
using Engine.Server.Keyspace.Eviction;

namespace Engine.Server.Persistence.Snapshots;

/// <summary>
/// What a snapshot tells of a key's use, so that eviction goes on where it was: its idle time or its frequency, under a
/// policy that looks at it.
/// </summary>
internal sealed class EvictionFields(Keyspace.Keyspace keyspace)
{
    private readonly EvictionPolicy _policy = keyspace.Options.MaxMemoryPolicy;

    public void Write(ValueWriter writer, in Entry entry)
    {
        if (_policy.LooksAtLastUse())
        {
            writer.Byte((byte)Opcode.IdleTime);
            writer.Length(keyspace.IdleSecondsOf(entry.AccessClock));
        }
        else if (_policy.CountsUses())
        {
            writer.Byte((byte)Opcode.Frequency);
            writer.Byte(keyspace.FrequencyOf(entry.AccessClock));
        }
    }
}
