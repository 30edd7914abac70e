using System.Globalization;
using Engine.Server.Files;

namespace Engine.Server.Persistence.Logs;

/// <summary>The directory of an append-only log: the names in it, and its manifest.</summary>
internal sealed class LogDirectory(EngineOptions options)
{
    private const string TemporaryPrefix = "temp-";

    private string? _held;

    private IFileSystem Files => options.Files;

    private string Root => _held ?? options.WorkingDirectory;

    public string Folder => System.IO.Path.Combine(Root, options.AppendDirectory);

    public string ManifestPath => Path($"{options.AppendFile}.manifest");

    /// <summary>Where Redis before 7.0 had all of the log.</summary>
    public string OldLogPath => System.IO.Path.Combine(Root, options.AppendFile);

    public string Path(string name) => System.IO.Path.Combine(Folder, name);

    public string Temporary(string name) => Path(TemporaryPrefix + name);

    /// <summary>The log is on: its files stay together where they are, though the directive dir may change.</summary>
    public void Hold() => _held ??= options.WorkingDirectory;

    /// <summary>The log is off: should it be turned on again, that is where dir says then.</summary>
    public void Release() => _held = null;

    public LogFile NewBase(LogManifest manifest)
    {
        long sequence = manifest.LastBaseSequence + 1;
        string format = options.AppendFileHasSnapshot ? "rdb" : "aof";
        return new LogFile(Name(sequence, $"base.{format}"), sequence, LogFileKind.Base);
    }

    public LogFile NewIncrement(LogManifest manifest)
    {
        long sequence = manifest.LastIncrementSequence + 1;
        return new LogFile(Name(sequence, "incr.aof"), sequence, LogFileKind.Increment);
    }

    /// <summary>The manifest that is there, or null.</summary>
    /// <param name="adoptsOldLog">Without one, the log of a Redis before 7.0 is moved here and becomes the
    /// base.</param>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public LogManifest? Load(bool adoptsOldLog)
    {
        LogManifest? manifest = Files.Exists(ManifestPath) ? Read()
            : adoptsOldLog && Files.Exists(OldLogPath) ? Adopt() : null;
        bool isElsewhere = manifest?.Base?.Name == options.AppendFile
            && !Files.Exists(Path(options.AppendFile)) && Files.Exists(OldLogPath);
        if (isElsewhere)
        {
            Files.Move(OldLogPath, Path(options.AppendFile));
            Files.SyncDirectory(Folder);
            Files.SyncDirectory(Root);
        }

        return manifest;
    }

    /// <summary>Creates the directory, if it is not there, so that it is there after a crash as well.</summary>
    public void Create()
    {
        Files.CreateDirectory(Folder);
        Files.SyncDirectory(Root);
    }

    /// <summary>Makes a manifest the one in force, in one step.</summary>
    public void Save(LogManifest manifest) => FileReplacement.Write(
        Files, ManifestPath, Temporary($"{options.AppendFile}.manifest"), manifest.Format());

    /// <summary>Deletes what a crash left behind half written.</summary>
    public void DeleteTemporaries()
    {
        foreach (string name in Files.List(Folder))
        {
            if (name.StartsWith(TemporaryPrefix, StringComparison.Ordinal))
                Files.Delete(Path(name));
        }
    }

    private LogManifest Read()
    {
        using Stream stream = Files.OpenRead(ManifestPath);
        byte[] text = new byte[stream.Length];
        stream.ReadExactly(text);
        return LogManifest.Parse(text, ManifestPath);
    }

    /// <summary>Names an old log as the base before it is moved, so that a crash between the two loses
    /// nothing.</summary>
    private LogManifest Adopt()
    {
        LogManifest adopted = LogManifest.Empty.WithBase(new LogFile(options.AppendFile, 1, LogFileKind.Base));
        Create();
        Save(adopted);
        return adopted;
    }

    private string Name(long sequence, string kind) =>
        string.Create(CultureInfo.InvariantCulture, $"{options.AppendFile}.{sequence}.{kind}");
}
