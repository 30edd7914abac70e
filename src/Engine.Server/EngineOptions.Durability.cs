using Engine.Server.Persistence.Files;

namespace Engine.Server;

/// <content>What outlives the engine: snapshots.</content>
public sealed partial class EngineOptions
{
    /// <summary>
    /// The directory of snapshots. Empty keeps the engine without files: nothing is loaded at the
    /// start and nothing is saved. The executable's default is the directory that it is started in.
    /// </summary>
    /// <value>The path of a directory that exists. The default is empty.</value>
    public string WorkingDirectory { get; set; } = "";

    /// <summary>The name of the snapshot in <see cref="WorkingDirectory"/>, which is loaded at the start.</summary>
    /// <value>A name without a path. The default is dump.rdb.</value>
    public string SnapshotFile { get; set; } = "dump.rdb";

    /// <summary>When a snapshot is taken: as soon as one of them is reached. With any of them, the end takes one,
    /// too.</summary>
    /// <value>The default of an embedded engine is none; that of the executable is Redis's.</value>
    public IList<SavePoint> SavePoints { get; private set; } = [];

    /// <summary>Whether DUMP and snapshots compress strings that get shorter by it.</summary>
    /// <value>The default is true.</value>
    public bool RdbCompression { get; set; } = true;

    /// <summary>Whether snapshots carry a checksum, and one that they carry is looked at.</summary>
    /// <value>The default is true.</value>
    public bool RdbChecksum { get; set; } = true;

    /// <summary>
    /// Whether snapshots are synchronized while they are written, a few megabytes at a time, rather than all at once.
    /// </summary>
    /// <value>The default is true.</value>
    public bool RdbIncrementalSync { get; set; } = true;

    /// <summary>
    /// Whether writes are refused, when there are save points, from a snapshot that failed until one that succeeds.
    /// </summary>
    /// <value>The default is true.</value>
    public bool StopWritesOnSaveError { get; set; } = true;

    /// <summary>Where files are; tests inject faults by it.</summary>
    internal IFileSystem Files { get; set; } = new DiskFileSystem();

    internal bool HasFiles => WorkingDirectory.Length > 0;

    internal string SnapshotPath => Path.Combine(WorkingDirectory, SnapshotFile);

    /// <summary>The policy that Redis would evict by; the engine evicts nothing, but snapshots depend on it.</summary>
    internal string EvictionPolicy => Accepted.GetValueOrDefault("maxmemory-policy", "noeviction");
}
