using Engine.Lua.Compilation;

namespace Engine.Lua.Syntax;

/// <summary>A variable of an assignment, and those to the left of it.</summary>
internal sealed record AssignmentTarget(Expression Variable, AssignmentTarget? Previous);
