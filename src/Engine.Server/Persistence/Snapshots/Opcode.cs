namespace Engine.Server.Persistence.Snapshots;

/// <summary>
/// What may stand in a snapshot where the type of a value would: values below are
/// <see cref="DataTypes.Serialization.SerializedType"/>s.
/// </summary>
internal enum Opcode : byte
{
    /// <summary>The sizes of a slot of a cluster, since version 12: slot, keys, keys that expire.</summary>
    SlotSizes = 244,

    /// <summary>The source of a library of functions.</summary>
    FunctionLibrary = 245,

    /// <summary>A function as release candidates of 7.0 wrote it.</summary>
    FunctionOfPreview = 246,

    /// <summary>Data of a module that belong to no key.</summary>
    ModuleData = 247,

    /// <summary>Seconds for which the next key was not used.</summary>
    IdleTime = 248,

    /// <summary>How often the next key is used, in one byte.</summary>
    Frequency = 249,

    /// <summary>A name and a text about the file.</summary>
    Auxiliary = 250,

    /// <summary>How many keys the database has, and how many of them expire.</summary>
    TableSizes = 251,

    /// <summary>When the next key expires, in Unix milliseconds.</summary>
    ExpiryInMilliseconds = 252,

    /// <summary>When the next key expires, in Unix seconds. Not written any more.</summary>
    ExpiryInSeconds = 253,

    /// <summary>The keys that follow are of this database.</summary>
    SelectDatabase = 254,

    /// <summary>The end; since version 5 the checksum of all that follows.</summary>
    End = 255,
}
