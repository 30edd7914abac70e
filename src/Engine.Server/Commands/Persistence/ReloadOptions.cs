namespace Engine.Server.Commands.Persistence;

/// <summary>The options of DEBUG RELOAD.</summary>
[Flags]
internal enum ReloadOptions
{
    None = 0,

    /// <summary>The snapshot that is there is loaded.</summary>
    NoSave = 1 << 0,

    /// <summary>The data stay; keys of the snapshot must not be among them.</summary>
    NoFlush = 1 << 1,

    /// <summary>A key of the snapshot takes the place of one that is there.</summary>
    Merge = 1 << 2,
}
