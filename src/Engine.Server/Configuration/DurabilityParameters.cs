namespace Engine.Server.Configuration;

/// <summary>The directives of snapshots and of the append-only file.</summary>
internal static class DurabilityParameters
{
    private static readonly Choice<AppendSync>[] Policies =
        [new("everysec", AppendSync.EverySecond), new("always", AppendSync.Always), new("no", AppendSync.No)];

    public static IEnumerable<ConfigParameter> All { get; } =
    [
        new TextParameter("dir", o => o.WorkingDirectory, WriteDirectory) { IsProtected = true },
        new TextParameter("dbfilename", o => o.SnapshotFile, (o, v) =>
            WriteName("dbfilename", "filename", v, name => o.SnapshotFile = name))
        {
            IsProtected = true,
        },
        new TextParameter("save", SavePointText.Read, SavePointText.Write)
        {
            TakesSeveralWords = true, IsRepeatable = true,
        },
        new BooleanParameter("rdbcompression", o => o.RdbCompression, (o, v) => o.RdbCompression = v),
        new BooleanParameter("rdbchecksum", o => o.RdbChecksum, (o, v) => o.RdbChecksum = v) { IsImmutable = true },
        new BooleanParameter("rdb-save-incremental-fsync",
            o => o.RdbIncrementalSync, (o, v) => o.RdbIncrementalSync = v),
        new BooleanParameter("stop-writes-on-bgsave-error",
            o => o.StopWritesOnSaveError, (o, v) => o.StopWritesOnSaveError = v),
        new BooleanParameter("appendonly", o => o.AppendOnly, (o, v) => o.AppendOnly = v),
        new TextParameter("appenddirname", o => o.AppendDirectory, (o, v) =>
            WriteName("appenddirname", "dirname", v, name => o.AppendDirectory = name))
        {
            IsImmutable = true,
        },
        new TextParameter("appendfilename", o => o.AppendFile, (o, v) =>
            WriteName("appendfilename", "filename", v, name => o.AppendFile = name))
        {
            IsImmutable = true,
        },
        ChoiceParameter.Of("appendfsync", Policies, o => o.AppendSync, (o, v) => o.AppendSync = v),
        new BooleanParameter("no-appendfsync-on-rewrite",
            o => o.NoAppendSyncDuringRewrite, (o, v) => o.NoAppendSyncDuringRewrite = v),
        new BooleanParameter("aof-load-truncated",
            o => o.LoadTruncatedAppendFile, (o, v) => o.LoadTruncatedAppendFile = v),
        new BooleanParameter("aof-use-rdb-preamble",
            o => o.AppendFileHasSnapshot, (o, v) => o.AppendFileHasSnapshot = v),
        new NumberParameter("auto-aof-rewrite-percentage", 0, int.MaxValue,
            o => o.RewritePercentage, (o, v) => o.RewritePercentage = (int)v),
        new NumberParameter("auto-aof-rewrite-min-size", 0, long.MaxValue,
            o => o.RewriteMinimumBytes, (o, v) => o.RewriteMinimumBytes = v)
        {
            IsMemory = true,
        },
        new BooleanParameter("aof-rewrite-incremental-fsync",
            o => o.RewriteIncrementalSync, (o, v) => o.RewriteIncrementalSync = v),
    ];

    private static string? WriteDirectory(EngineOptions options, string value)
    {
        if (value.Length > 0 && !Directory.Exists(value))
            return "No such file or directory";
        options.WorkingDirectory = value.Length > 0 ? Path.GetFullPath(value) : value;
        return null;
    }

    private static string? WriteName(string directive, string kind, string value, Action<string> write)
    {
        if (value.Length == 0)
            return $"{directive} can't be empty";
        if (Path.GetFileName(value) != value)
            return $"{directive} can't be a path, just a {kind}";
        write(value);
        return null;
    }
}
