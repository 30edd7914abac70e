using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Repository.Tests.Style;

/// <summary>
/// Time that does not come from a TimeProvider cannot be moved by a test. eng/BannedSymbols.txt bans what is wrong
/// everywhere; these are wrong in packages only, and each exception to them gives its reason.
/// </summary>
internal static class BannedCalls
{
    /// <param name="tree">What to read.</param>
    /// <param name="allowed">Paths of files that may, and why each of them must.</param>
    public static IEnumerable<Violation> Check(SourceTree tree, IReadOnlyDictionary<string, string> allowed)
    {
        Violation[] calls = [..
            from file in tree.CSharp("src")
            from node in file.Syntax.GetRoot().DescendantNodes()
            let remedy = Remedy(node)
            where remedy is not null
            select file.Violation(node, $"{node}: {remedy}")];
        IEnumerable<Violation> needless =
            from path in allowed.Keys
            where calls.All(call => call.Path != path)
            select new Violation(path, 1, "The exception for this file is no longer needed.");
        return calls.Where(call => !allowed.ContainsKey(call.Path)).Concat(needless);
    }

    private static string? Remedy(SyntaxNode node) => node switch
    {
        BaseObjectCreationExpressionSyntax creation =>
            OfCreation(TypeOf(creation), creation.ArgumentList?.Arguments.Count ?? 0),
        MemberAccessExpressionSyntax access when !IsReplaceable(access) =>
            OfMember(access.Expression.ToString(), access.Name.Identifier.Text),
        _ => null,
    };

    // The default of an option, or of an argument that may be left out.
    private static bool IsReplaceable(MemberAccessExpressionSyntax access) => access.Parent is
        EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax }
        or BinaryExpressionSyntax { OperatorToken.Text: "??" }
        or AssignmentExpressionSyntax { OperatorToken.Text: "??=" };

    private static string? OfMember(string owner, string name) => (owner.Split('.')[^1], name) switch
    {
        ("Environment", "TickCount" or "TickCount64") => "use the injected TimeProvider's GetTimestamp.",
        ("Stopwatch", _) => "use the injected TimeProvider's GetTimestamp.",
        ("DateTime", "Today") => "use the injected TimeProvider.",
        ("Random", "Shared") => "use an injected Random, so that a test can seed it.",
        (_, "CancelAfter") => "create the CancellationTokenSource with a delay and the injected TimeProvider.",
        _ => null,
    };

    private static string? OfCreation(string? type, int arguments) => (type?.Split('.')[^1], arguments) switch
    {
        ("PeriodicTimer", 1) => "use the overload that takes a TimeProvider.",
        ("CancellationTokenSource", 1) => "use the overload that takes a TimeProvider.",
        ("Timer", _) => "use the injected TimeProvider's CreateTimer.",
        ("Stopwatch", _) => "use the injected TimeProvider's GetTimestamp.",
        _ => null,
    };

    // `new(...)` has no name of its own; the declaration it initialises has.
    private static string? TypeOf(BaseObjectCreationExpressionSyntax creation) => creation switch
    {
        ObjectCreationExpressionSyntax named => named.Type.ToString(),
        _ => creation.FirstAncestorOrSelf<VariableDeclarationSyntax>()?.Type.ToString().TrimEnd('?')
            ?? creation.FirstAncestorOrSelf<PropertyDeclarationSyntax>()?.Type.ToString().TrimEnd('?'),
    };
}
