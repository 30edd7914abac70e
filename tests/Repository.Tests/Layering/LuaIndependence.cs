using Microsoft.CodeAnalysis;

namespace Repository.Tests.Layering;

/// <summary>
/// Engine.Lua is Lua and nothing else: what belongs to Redis is registered by the engine that hosts it.
/// </summary>
internal static class LuaIndependence
{
    public static IEnumerable<Violation> Check(SourceTree tree) =>
        from file in tree.CSharp("src/Engine.Lua")
        from token in file.Syntax.GetRoot().DescendantTokens()
        where token.Text.Contains("redis", StringComparison.OrdinalIgnoreCase)
        select file.Violation(token, $"{token.Text}: Engine.Lua knows nothing of Redis.");
}
