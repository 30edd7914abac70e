using System.Globalization;
using System.Text;
using Engine.Server.Protocol;

namespace Engine.Server.Persistence.Logs;

/// <summary>
/// Which files make up the append-only log: at most one base, and the increments that follow it, in order. A line is
/// <c>file NAME seq NUMBER type b</c>, or i, or h for history.
/// </summary>
internal sealed record LogManifest(LogFile? Base, IReadOnlyList<LogFile> Increments, IReadOnlyList<LogFile> History)
{
    public static LogManifest Empty { get; } = new(null, [], []);

    /// <summary>The files to load, in order.</summary>
    public IEnumerable<LogFile> Parts => Base is null ? Increments : Increments.Prepend(Base);

    /// <summary>The highest number a base has had; later ones are above it, so that no name is used twice.</summary>
    public long LastBaseSequence { get; private init; }

    /// <summary>The same for increments: one that is no longer needed may not have been deleted yet.</summary>
    public long LastIncrementSequence { get; private init; }

    /// <exception cref="InvalidDataException">A line is no line of a manifest.</exception>
    public static LogManifest Parse(byte[] text, string path)
    {
        LogManifest manifest = Empty;
        int offset = 0;
        while (offset < text.Length)
        {
            int length = text.AsSpan(offset).IndexOf((byte)'\n');
            if (length < 0)
                throw DamagedFile.At(path, offset, "a line is not complete");
            ReadOnlySpan<byte> line = text.AsSpan(offset, length);
            if (!line.IsEmpty && line[0] != (byte)'#')
                manifest = manifest.With(ParseLine(line, path, offset), path, offset);
            offset += length + 1;
        }

        return manifest.Base is null && manifest.Increments.Count == 0 && manifest.History.Count == 0
            ? throw DamagedFile.At(path, 0, "it names no file")
            : manifest;
    }

    public byte[] Format()
    {
        var text = new StringBuilder();
        foreach (LogFile file in ((LogFile?[])[Base]).OfType<LogFile>().Concat(History).Concat(Increments))
        {
            text.Append(CultureInfo.InvariantCulture, $"file {Quote(file.Name)} seq {file.Sequence} type ");
            text.Append(file.Kind switch { LogFileKind.Base => 'b', LogFileKind.Increment => 'i', _ => 'h' });
            text.Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>With a further increment.</summary>
    public LogManifest Adding(LogFile increment) => this with
    {
        Increments = [.. Increments, increment],
        LastIncrementSequence = Math.Max(LastIncrementSequence, increment.Sequence),
    };

    /// <summary>With a base, where there was none.</summary>
    public LogManifest WithBase(LogFile file) => this with
    {
        Base = file, LastBaseSequence = Math.Max(LastBaseSequence, file.Sequence),
    };

    /// <summary>With a new base, which makes history of all before the last <paramref name="kept"/>
    /// increments.</summary>
    public LogManifest Rebased(LogFile newBase, int kept)
    {
        IEnumerable<LogFile> outdated = Increments.SkipLast(kept);
        if (Base is not null)
            outdated = outdated.Prepend(Base);
        return WithBase(newBase) with
        {
            Increments = [.. Increments.TakeLast(kept)],
            History = [.. History, .. outdated.Select(file => file with { Kind = LogFileKind.History })],
        };
    }

    /// <summary>Without files of the history that are deleted.</summary>
    public LogManifest WithoutHistory(IReadOnlyCollection<LogFile> deleted) =>
        this with { History = [.. History.Except(deleted)] };

    private LogManifest With(LogFile file, string path, long offset)
    {
        switch (file.Kind)
        {
            case LogFileKind.Base when Base is not null:
                throw DamagedFile.At(path, offset, "a second base is named");
            case LogFileKind.Base:
                return WithBase(file);
            case LogFileKind.History:
                // It may have been either; that a number is left out is no harm.
                return this with
                {
                    History = [.. History, file],
                    LastBaseSequence = Math.Max(LastBaseSequence, file.Sequence),
                    LastIncrementSequence = Math.Max(LastIncrementSequence, file.Sequence),
                };
            case LogFileKind.Increment when Increments.Count > 0 && file.Sequence <= Increments[^1].Sequence:
                throw DamagedFile.At(path, offset, "the increments are not in the order of their numbers");
            default:
                return Adding(file);
        }
    }

    private static LogFile ParseLine(ReadOnlySpan<byte> line, string path, long offset)
    {
        string[] words = InlineRequest.Split(line, Encoding.UTF8) ?? [];
        Dictionary<string, string> values = words.Length % 2 == 0
            ? words.Chunk(2).GroupBy(pair => pair[0]).ToDictionary(pair => pair.Key, pair => pair.Last()[1])
            : [];
        string name = values.GetValueOrDefault("file", "");
        LogFileKind? kind = values.GetValueOrDefault("type") switch
        {
            "b" => LogFileKind.Base,
            "i" => LogFileKind.Increment,
            "h" => LogFileKind.History,
            _ => null,
        };
        string digits = values.GetValueOrDefault("seq", "");
        bool isNumber = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long sequence);
        if (name.Length == 0 || Path.GetFileName(name) != name || kind is null || !isNumber || sequence == 0)
            throw DamagedFile.At(path, offset, "a line does not read: file NAME seq NUMBER type b, i or h");
        return new LogFile(name, sequence, kind.Value);
    }

    private static string Quote(string name) =>
        name.AsSpan().ContainsAny(" \"'\\") ? $"\"{name.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"" : name;
}
