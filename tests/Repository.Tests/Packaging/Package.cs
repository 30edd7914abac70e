using System.IO.Compression;
using System.Xml.Linq;

namespace Repository.Tests.Packaging;

/// <summary>What a reader of a .nupkg file sees.</summary>
internal sealed record Package(string Name, XDocument Nuspec, string[] Entries, string Readme, bool HasSymbols)
{
    public static Package Read(string path)
    {
        using ZipArchive archive = ZipFile.OpenRead(path);
        string nuspec = Text(archive.Entries.Single(entry => entry.Name.EndsWith(".nuspec", StringComparison.Ordinal)));
        return new Package(
            Path.GetFileName(path),
            XDocument.Parse(nuspec),
            [.. archive.Entries.Select(entry => entry.FullName)],
            archive.GetEntry("README.md") is { } readme ? Text(readme) : "",
            File.Exists(Path.ChangeExtension(path, ".snupkg")));
    }

    private static string Text(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open());
        return reader.ReadToEnd();
    }
}
