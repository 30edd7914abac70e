namespace Engine.Lua.Compilation;

internal enum UnaryOperator
{
    Negate,
    Not,
    Length,
}
