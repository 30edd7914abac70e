namespace Engine.Server.Configuration;

/// <summary>The directives of snapshots.</summary>
internal static class DurabilityParameters
{
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
