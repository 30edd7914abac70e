using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Repository.Tests.Layering;

/// <summary>
/// Finds what each room of Engine.Server uses of the others. It asks the compiler what every name means, so an alias, a
/// fully qualified name, a constant or an inferred type counts as well as a using directive.
/// </summary>
internal static class RoomReferences
{
    private const string Project = "src/Engine.Server";
    private const string RootNamespace = "Engine.Server";

    public static IEnumerable<Violation> Check(SourceTree tree)
    {
        SourceFile[] files = [.. tree.CSharp(Project)];
        CSharpCompilation compilation = EngineCompilation.Create(files.Select(file => file.Syntax));
        return files.SelectMany(file => Check(file, compilation.GetSemanticModel(file.Syntax)));
    }

    private static IEnumerable<Violation> Check(SourceFile file, SemanticModel model)
    {
        string room = RoomOf(file);
        if (!Rooms.IsKnown(room))
        {
            return [file.Violation(1, $"{room} is no room of the engine; enter it in Rooms with what it may use.")];
        }

        return Unresolved(file, model).Concat(
            from node in file.Syntax.GetRoot().DescendantNodes()
            from other in RoomsMeantBy(node, model)
            where !Rooms.MayUse(room, other)
            group node by (file.Violation(node, "").Line, other) into found
            select file.Violation(found.First(), $"{room} may not use {found.Key.other} ({found.First()})."));
    }

    // A name that the compiler cannot resolve here would slip through, so it is a finding of its own.
    private static IEnumerable<Violation> Unresolved(SourceFile file, SemanticModel model) =>
        from diagnostic in model.GetDiagnostics()
        where diagnostic.Id is "CS0103" or "CS0234" or "CS0246"
        select file.Violation(
            diagnostic.Location.GetLineSpan().StartLinePosition.Line + 1, $"Unresolved: {diagnostic.GetMessage()}");

    private static string RoomOf(SourceFile file)
    {
        string[] folders = file.Folder[Project.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        return folders.Length == 0 ? Rooms.Root : folders[0];
    }

    private static IEnumerable<string> RoomsMeantBy(SyntaxNode node, SemanticModel model)
    {
        if (node is not (SimpleNameSyntax or ImplicitObjectCreationExpressionSyntax))
        {
            return [];
        }

        ISymbol? symbol = model.GetSymbolInfo(node).Symbol;
        return symbol switch
        {
            // Only the whole name of a using directive counts: every name inside the engine starts with the root's.
            INamespaceSymbol space => node.Parent?.Parent is UsingDirectiveSyntax ? RoomOf(space) : [],
            ITypeSymbol type => RoomsOf(type),
            ILocalSymbol local => RoomsOf(local.Type),
            IParameterSymbol parameter => RoomsOf(parameter.Type),
            null => [],
            _ => symbol.ContainingType is { } type ? RoomsOf(type) : [],
        };
    }

    private static IEnumerable<string> RoomsOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => RoomsOf(array.ElementType),
        IPointerTypeSymbol pointer => RoomsOf(pointer.PointedAtType),
        INamedTypeSymbol named => RoomOf(named).Concat(named.TypeArguments.SelectMany(RoomsOf)),
        _ => [],
    };

    private static IEnumerable<string> RoomOf(INamedTypeSymbol type) =>
        Rooms.SharedRootTypes.Contains(type.Name) ? [] : RoomOf(type.ContainingNamespace);

    private static IEnumerable<string> RoomOf(INamespaceSymbol? space)
    {
        string name = space?.ToDisplayString() ?? "";
        if (name == RootNamespace)
        {
            return [Rooms.Root];
        }

        return name.StartsWith(RootNamespace + ".", StringComparison.Ordinal) ? [name.Split('.')[2]] : [];
    }
}
