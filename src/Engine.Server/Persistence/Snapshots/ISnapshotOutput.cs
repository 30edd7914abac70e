namespace Engine.Server.Persistence.Snapshots;

/// <summary>Where the bytes of a snapshot go.</summary>
internal interface ISnapshotOutput
{
    /// <summary>Takes bytes, which are the caller's again when the call returns.</summary>
    void Write(ReadOnlySpan<byte> bytes);
}
