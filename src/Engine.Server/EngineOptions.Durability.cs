using Engine.Server.Files;

namespace Engine.Server;

/// <content>What outlives the engine: snapshots and the append-only file.</content>
public sealed partial class EngineOptions
{
    /// <summary>
    /// The directory of snapshots and append-only files. Empty keeps the engine without files: nothing is loaded at the
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

    /// <summary>Whether every change is appended to a file as it is made, and loaded from there at the start.</summary>
    /// <value>The default is false.</value>
    public bool AppendOnly { get; set; }

    /// <summary>The directory of the append-only files within <see cref="WorkingDirectory"/>.</summary>
    /// <value>A name without a path. The default is appendonlydir.</value>
    public string AppendDirectory { get; set; } = "appendonlydir";

    /// <summary>What the names of the append-only files begin with.</summary>
    /// <value>A name without a path. The default is appendonly.aof.</value>
    public string AppendFile { get; set; } = "appendonly.aof";

    /// <summary>When what was appended is made safe from a crash of the machine.</summary>
    /// <value>The default is every second.</value>
    public AppendSync AppendSync { get; set; } = AppendSync.EverySecond;

    /// <summary>Whether nothing is synchronized while a snapshot or a rewrite is written, except always.</summary>
    /// <value>The default is false.</value>
    public bool NoAppendSyncDuringRewrite { get; set; }

    /// <summary>
    /// Whether an append-only file is loaded that ends within a command, as a crash leaves it; the end is cut off.
    /// </summary>
    /// <value>The default is true.</value>
    public bool LoadTruncatedAppendFile { get; set; } = true;

    /// <summary>Whether a rewrite begins the append-only file with a snapshot rather than with commands.</summary>
    /// <value>The default is true.</value>
    public bool AppendFileHasSnapshot { get; set; } = true;

    /// <summary>By how many per cent the append-only file may grow before it is rewritten; 0 never rewrites
    /// it.</summary>
    /// <value>0 or more. The default is 100.</value>
    public int RewritePercentage { get; set; } = 100;

    /// <summary>A smaller append-only file is not rewritten, in bytes.</summary>
    /// <value>0 or more. The default is 64 MiB.</value>
    public long RewriteMinimumBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>Whether a rewrite is synchronized while it is written, as snapshots are.</summary>
    /// <value>The default is true.</value>
    public bool RewriteIncrementalSync { get; set; } = true;

    /// <summary>With fewer replicas no write is accepted. An engine has none, so this is no public option.</summary>
    internal long MinReplicasToWrite { get; set; }

    /// <summary>Seconds in which a replica must have been heard of to count; 0 switches the check off.</summary>
    internal long MinReplicasMaxLag { get; set; } = 10;

    internal bool LacksReplicas => MinReplicasToWrite > 0 && MinReplicasMaxLag > 0;

    /// <summary>Where files are; tests inject faults by it.</summary>
    internal IFileSystem Files { get; set; } = new DiskFileSystem();

    internal bool HasFiles => WorkingDirectory.Length > 0;

    internal string SnapshotPath => Path.Combine(WorkingDirectory, SnapshotFile);
}
