namespace Engine.Lua.Execution;

/// <summary>
/// What a metatable can define. Those before <see cref="Add"/> are looked up so often that a table remembers which it
/// lacks.
/// </summary>
internal enum Metamethod
{
    Index,
    NewIndex,
    Mode,
    Equal,
    Length,
    Collect,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Power,
    Negate,
    LessThan,
    LessOrEqual,
    Concat,
    Call,
    ToText,
    Protected,
}
