namespace Engine.Server.DataTypes.Streams;

/// <summary>A consumer of a group, and the ids of the entries that it has not acknowledged.</summary>
/// <param name="owner">The stream.</param>
/// <param name="name">Its name within the group.</param>
/// <param name="number">What pending entries name it by.</param>
internal sealed class Consumer(LargeValue owner, byte[] name, uint number) : INamed
{
    /// <summary>What the object takes, without its name.</summary>
    public const int ObjectBytes = 136;

    public byte[] Name => name;

    public uint Number => number;

    /// <summary>When it last asked for entries, Unix milliseconds.</summary>
    public long SeenAt { get; set; }

    public IdTree<Nothing> Pending { get; } = new(owner);
}
