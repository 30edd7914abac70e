using Engine.Lua.Values;

namespace Engine.Lua.Execution;

/// <summary>A compiled function, from which closures are made.</summary>
internal sealed class Prototype
{
    // The last walk over live values that met this function; see LiveWalk.
    public int Mark;

    public required LuaString Source { get; init; }

    public required Instruction[] Code { get; init; }

    public required int[] Lines { get; init; }

    public required LuaValue[] Constants { get; init; }

    public required Prototype[] Prototypes { get; init; }

    public required LocalVariable[] Locals { get; init; }

    public required LuaString[] UpvalueNames { get; init; }

    public required int LineDefined { get; init; }

    public required int LastLineDefined { get; init; }

    public required int ParameterCount { get; init; }

    public required int StackSize { get; init; }

    /// <summary>How many registers must be nil at the start where no argument is given.</summary>
    public required int CleanRegisters { get; init; }

    public required bool IsVararg { get; init; }

    /// <summary>Whether the function finds its extra arguments in a table called arg, as in Lua 5.0.</summary>
    public required bool NeedsArg { get; init; }

    public int UpvalueCount => UpvalueNames.Length;
}
