using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Repository.Tests.Style;

/// <summary>Files, methods and lines stay as short as a reader can take in.</summary>
internal static class Lengths
{
    public const int SourceFileLines = 500;
    public const int TestFileLines = 600;
    public const int MethodLines = 60;
    public const int LineColumns = 120;

    public static IEnumerable<Violation> CheckFiles(SourceTree tree) =>
        from file in tree.Files
        where file.HasExtension(".cs")
        let limit = file.Path.StartsWith("tests/", StringComparison.Ordinal) ? TestFileLines : SourceFileLines
        let lines = file.Lines.Length - (file.Text.EndsWith('\n') ? 1 : 0)
        where lines > limit
        select file.Violation(limit + 1, $"The file has {lines} lines, the limit is {limit}; is there a type missing?");

    // The loop of a virtual machine is one method, because its state must stay in registers of the processor; its cases
    // are short, and what is long stands in methods of its own.
    private static readonly HashSet<(string Path, string Method)> LongMethods =
        [("src/Engine.Lua/Execution/Interpreter.cs", "Run")];

    /// <summary>A method counts from its signature to its last line, with the functions inside it.</summary>
    public static IEnumerable<Violation> CheckMethods(SourceTree tree) =>
        from file in tree.Files
        where file.HasExtension(".cs")
        from method in Methods(file.Syntax.GetRoot())
        let lines = Lines(method)
        where lines > MethodLines && !LongMethods.Contains((file.Path, NameOf(method)))
        select file.Violation(method, $"The method has {lines} lines and the limit is {MethodLines}.");

    public static IEnumerable<Violation> CheckLines(SourceTree tree) =>
        from file in tree.Files
        where file.HasExtension(".cs") || file.HasExtension(".lua") || file.HasExtension(".sh")
        from line in file.Lines.Index()
        where line.Item.Length > LineColumns
        select file.Violation(line.Index + 1, $"The line has {line.Item.Length} columns, the limit is {LineColumns}.");

    private static IEnumerable<SyntaxNode> Methods(SyntaxNode root) =>
        root.DescendantNodes().Where(node =>
            node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or GlobalStatementSyntax
            || node is IndexerDeclarationSyntax { ExpressionBody: not null }
            // A property that is a list of rows is a table and no method.
            || node is PropertyDeclarationSyntax { ExpressionBody.Expression: not CollectionExpressionSyntax });

    private static string NameOf(SyntaxNode method) =>
        method is MethodDeclarationSyntax named ? named.Identifier.Text : "";

    private static int Lines(SyntaxNode method)
    {
        SyntaxNode last = method;
        if (method is GlobalStatementSyntax)
        {
            // A program's top-level statements are one method, measured at the first of them.
            GlobalStatementSyntax[] program = [.. method.Parent!.ChildNodes().OfType<GlobalStatementSyntax>()];
            if (method != program[0])
            {
                return 0;
            }

            last = program[^1];
        }

        AttributeListSyntax? attributes = method.ChildNodes().OfType<AttributeListSyntax>().LastOrDefault();
        SyntaxToken first = attributes?.GetLastToken().GetNextToken() ?? method.GetFirstToken();
        return LineOf(last.GetLastToken()) - LineOf(first) + 1;
    }

    private static int LineOf(SyntaxToken token) => token.GetLocation().GetLineSpan().EndLinePosition.Line;
}
