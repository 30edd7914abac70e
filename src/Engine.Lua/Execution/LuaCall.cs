using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Engine.Lua.Values;

namespace Engine.Lua.Execution;

/// <summary>
/// A call of a function of the host: its arguments, counted from 1 as Lua and its error messages count, and the place
/// for its results. It lives no longer than the call.
/// </summary>
public readonly ref struct LuaCall
{
    private const int MaxSlots = 8000;

    private readonly int _base;

    internal LuaCall(LuaThread thread, int firstArgument, int count)
    {
        Thread = thread;
        _base = firstArgument;
        Count = count;
    }

    /// <summary>How many arguments were given.</summary>
    public int Count { get; }

    /// <summary>The state in which the call runs.</summary>
    public LuaState State => Thread.State;

    internal LuaThread Thread { get; }

    /// <summary>An argument, from 1; nil for one that was not given.</summary>
    public LuaValue this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (uint)(index - 1) < (uint)Count ? Thread.Stack[_base + index - 1] : default;
    }

    /// <summary>An argument that must have been given, be it nil.</summary>
    public LuaValue CheckAny(int index) => index <= Count ? this[index] : throw Error(index, "value expected");

    /// <summary>An argument that is a number or a string that denotes one.</summary>
    public double CheckNumber(int index)
    {
        LuaValue value = this[index];
        return value.IsNumber || value.TryConvertToNumber(out value.Double)
            ? value.Double
            : throw TypeError(index, "number");
    }

    /// <summary>
    /// A number cut to a 64-bit integer as C casts it; one that does not fit is the smallest integer.
    /// </summary>
    public long CheckInteger(int index) => LuaNumber.ToInt64(CheckNumber(index));

    /// <summary>A number cut to a 32-bit integer as C casts a 64-bit one.</summary>
    public int CheckInt32(int index) => unchecked((int)CheckInteger(index));

    /// <summary>A number, or the default for an argument that is nil or was not given.</summary>
    public double OptionalNumber(int index, double otherwise) => this[index].IsNil ? otherwise : CheckNumber(index);

    /// <summary>An integer, or the default for an argument that is nil or was not given.</summary>
    public long OptionalInteger(int index, long otherwise) => this[index].IsNil ? otherwise : CheckInteger(index);

    /// <summary>An argument that is a string, or a number as a string.</summary>
    public LuaString CheckString(int index) =>
        this[index].TryConvertToString(out LuaString? text) ? text : throw TypeError(index, "string");

    /// <summary>A string, or null for an argument that is nil or was not given.</summary>
    public LuaString? OptionalString(int index) => this[index].IsNil ? null : CheckString(index);

    /// <summary>An argument that is a table.</summary>
    public LuaTable CheckTable(int index) =>
        this[index].Reference as LuaTable ?? throw TypeError(index, "table");

    /// <summary>An argument that is a function.</summary>
    public LuaFunction CheckFunction(int index) =>
        this[index].Reference as LuaFunction ?? throw TypeError(index, "function");

    /// <summary>An argument that is one of some words, as its position among them.</summary>
    public int CheckOption(int index, string? otherwise, params ReadOnlySpan<string> options)
    {
        string name = otherwise is not null && this[index].IsNil
            ? otherwise
            : LuaText.Latin1UpToZero(CheckString(index).Span);
        int position = options.IndexOf(name);
        return position >= 0 ? position : throw Error(index, $"invalid option '{name}'");
    }

    /// <summary>Returns nothing.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "All ways to return are members of the call.")]
    public int Return() => 0;

    /// <summary>Returns a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Return(LuaValue value)
    {
        Push(value);
        return 1;
    }

    /// <summary>Returns two values.</summary>
    public int Return(LuaValue first, LuaValue second)
    {
        Push(first);
        Push(second);
        return 2;
    }

    /// <summary>Returns some values.</summary>
    public int Return(params ReadOnlySpan<LuaValue> values)
    {
        foreach (LuaValue value in values)
        {
            Push(value);
        }

        return values.Length;
    }

    /// <summary>Adds a result; the function then returns how many of the last pushed values it returns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Push(LuaValue value) => Thread.Push(value);

    /// <summary>Adds arguments as results: from one on to the last.</summary>
    /// <returns>How many.</returns>
    public int PushFrom(int index)
    {
        int count = Math.Max(0, Count - index + 1);
        Thread.EnsureStack(count);
        for (int i = index; i <= Count; i++)
        {
            Thread.Push(this[i]);
        }

        return count;
    }

    /// <summary>Whether so many results can be pushed: as in PUC Lua, a function has 8,000 slots.</summary>
    public bool HasRoom(long count) => count <= MaxSlots - Count;

    /// <summary>
    /// Calls a value, with its metamethod if it is no function, and gives its first result. Errors must be let through;
    /// <see cref="TryInvoke"/> is there to catch them.
    /// </summary>
    public LuaValue Invoke(LuaValue function, params ReadOnlySpan<LuaValue> arguments) =>
        Thread.Invoke(function, arguments);

    /// <summary>Calls a value and gives its first result, or the error that it raised.</summary>
    /// <returns>Whether it returned.</returns>
    public bool TryInvoke(LuaValue function, out LuaValue result, params ReadOnlySpan<LuaValue> arguments)
    {
        var mark = new UnwindMark(Thread, Thread.Top);
        try
        {
            result = Thread.Invoke(function, arguments);
            return true;
        }
        catch (Exception error) when (LuaErrors.AreCaught(error))
        {
            mark.Unwind();
            result = LuaErrors.ValueOf(error);
            return false;
        }
    }

    /// <summary>A string of a copy of the bytes, within the limit of the state.</summary>
    public LuaString CreateString(ReadOnlySpan<byte> bytes)
    {
        CheckLength(bytes.Length);
        return LuaString.FromBytes(bytes);
    }

    /// <summary>Refuses a string that is longer than the limits allow or whose bytes exceed the memory.</summary>
    public void CheckLength(long length) => State.Memory.Announce(length);

    /// <summary>
    /// Counts work that a function of the host does without calling Lua, such as matching a pattern, against the
    /// interval at which the host is asked whether to go on.
    /// </summary>
    public void Work(int steps) => Thread.Work(steps);

    /// <summary>An error with a text, which begins with the position of the caller.</summary>
    public LuaException Error(string message) => Thread.ErrorAt(1, message);

    /// <summary>An error that names an argument and the function by the name it was called by.</summary>
    public LuaException Error(int index, string message) => Thread.ArgumentError(index, message);

    /// <summary>An error about the type of an argument.</summary>
    public LuaException TypeError(int index, string expected) =>
        Error(index, $"{expected} expected, got {(index > Count ? "no value" : LuaText.TypeName(this[index]))}");
}
