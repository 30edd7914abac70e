using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Repository.Tests.Layering;

/// <summary>Compiles sources of Engine.Server as its project does, except for the source generators.</summary>
internal static class EngineCompilation
{
    // What ImplicitUsings adds to every project.
    private static readonly SyntaxTree ImplicitUsings = CSharpSyntaxTree.ParseText(
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """, SourceFile.Options);

    // Everything this process runs with: the framework and what Engine.Server depends on, but not its own assembly.
    private static readonly PortableExecutableReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) != "Engine.Server.dll")
            .Select(path => MetadataReference.CreateFromFile(path))];

    public static CSharpCompilation Create(IEnumerable<SyntaxTree> sources) =>
        CSharpCompilation.Create(
            "Engine.Server",
            sources.Prepend(ImplicitUsings),
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
}
