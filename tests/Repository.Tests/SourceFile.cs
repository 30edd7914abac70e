using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Repository.Tests;

/// <summary>One file of the repository; the path is relative to its root, with forward slashes.</summary>
internal sealed class SourceFile
{
    // Debug code is code too, so the checks see it.
    public static readonly CSharpParseOptions Options =
        new(LanguageVersion.Preview, preprocessorSymbols: ["DEBUG", "NET", "NET10_0_OR_GREATER"]);

    private readonly Lazy<string> _text;
    private readonly Lazy<SyntaxTree> _syntax;

    public SourceFile(string path, Func<string> read)
    {
        Path = path;
        _text = new Lazy<string>(read);
        _syntax = new Lazy<SyntaxTree>(() => CSharpSyntaxTree.ParseText(Text, Options, path));
    }

    public string Path { get; }

    public string Name => System.IO.Path.GetFileName(Path);

    public string Folder => System.IO.Path.GetDirectoryName(Path)!.Replace('\\', '/');

    public string Text => _text.Value;

    public string[] Lines => Text.Replace("\r", "", StringComparison.Ordinal).Split('\n');

    /// <summary>Parsed as C#.</summary>
    public SyntaxTree Syntax => _syntax.Value;

    public bool HasExtension(string extension) => Path.EndsWith(extension, StringComparison.Ordinal);

    public Violation Violation(int line, string sentence) => new(Path, line, sentence);

    public Violation Violation(SyntaxNodeOrToken node, string sentence) =>
        new(Path, node.GetLocation()!.GetLineSpan().StartLinePosition.Line + 1, sentence);
}
