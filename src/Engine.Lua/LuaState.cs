using Engine.Lua.Execution;
using Engine.Lua.Syntax;
using Engine.Lua.Values;

namespace Engine.Lua;

/// <summary>
/// A world of Lua: global variables, limits, what is loaded and running. One thread at a time may use it; it starts
/// none itself.
/// </summary>
public sealed class LuaState
{
    /// <summary>Creates a state without any library.</summary>
    /// <param name="limits">What scripts may use; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is out of its bounds.</exception>
    public LuaState(LuaLimits? limits = null)
    {
        Limits = limits ?? new LuaLimits();
        Check(Limits);
        Memory = new MemoryMeter(this);
        MainThread = new LuaThread(this);
        Running = MainThread;
    }

    /// <summary>What scripts may use.</summary>
    public LuaLimits Limits { get; }

    /// <summary>
    /// Called each <see cref="LuaLimits.WatchInterval"/> jumps and calls of a running script. It may throw
    /// <see cref="LuaAbortException"/> to end the script, or <see cref="LuaException"/> to raise an error in it.
    /// </summary>
    public Action? Watch { get; set; }

    /// <summary>
    /// How <c>pcall</c> returns an error, where a host wants it to return something else than false and the error.
    /// </summary>
    public Func<LuaCall, LuaValue, int>? CaughtError { get; set; }

    /// <summary>The global variables of functions that are loaded or created from now on.</summary>
    public LuaTable Globals { get; set; } = new();

    /// <summary>Where the host keeps values that must live as long as the state.</summary>
    public LuaTable Registry { get; } = new();

    /// <summary>What strings do: its __index makes the functions of the string library methods.</summary>
    public LuaTable? StringMetatable
    {
        get => TypeMetatables[(int)LuaType.String];
        set => TypeMetatables[(int)LuaType.String] = value;
    }

    internal LuaTable?[] TypeMetatables { get; } = new LuaTable?[(int)LuaType.Thread + 1];

    internal LuaThread MainThread { get; }

    // The coroutine that runs now, or the main thread.
    internal LuaThread Running { get; set; }

    internal MemoryMeter Memory { get; }

    internal SharedStrings Strings { get; } = new();

    internal TablePool Tables { get; } = new();

    /// <summary>Compiles a chunk to a function without arguments.</summary>
    /// <param name="source">The source; a first line that starts with # is skipped by the host, not here.</param>
    /// <param name="chunkName">
    /// What messages call it: after = as it is, after @ as the name of a file, otherwise quoted as a piece of source.
    /// </param>
    /// <exception cref="LuaException">The source is no Lua 5.1; the message names the line.</exception>
    public LuaFunction Load(ReadOnlySpan<byte> source, string chunkName) =>
        Load(source, LuaString.FromText(chunkName));

    /// <summary>Calls a value and gives its first result.</summary>
    /// <exception cref="LuaException">The function raised an error. What it had under way is ended.</exception>
    /// <exception cref="LuaAbortException">The host ended the script.</exception>
    public LuaValue Call(LuaValue function, params ReadOnlySpan<LuaValue> arguments) =>
        Running.InvokeProtected(function, arguments, null);

    /// <summary>
    /// Calls a value and gives its first result. An error is first handed to the handler, while the calls that led to
    /// it are still under way, and the exception carries what the handler returned.
    /// </summary>
    /// <exception cref="LuaException">The function raised an error.</exception>
    /// <exception cref="LuaAbortException">The host ended the script.</exception>
    public LuaValue CallWithHandler(LuaValue function, LuaFunction handler, params ReadOnlySpan<LuaValue> arguments) =>
        Running.InvokeProtected(function, arguments, handler);

    /// <summary>A string of these bytes; short ones that were made lately are not made anew.</summary>
    public LuaString CreateString(ReadOnlySpan<byte> bytes) => Strings.Share(bytes);

    /// <summary>A new table, which <see cref="EndRegion"/> may take back.</summary>
    /// <param name="arrayCapacity">Room for keys 1 to this.</param>
    /// <param name="hashCapacity">Room for other keys.</param>
    public LuaTable CreateTable(int arrayCapacity, int hashCapacity) => Tables.Create(arrayCapacity, hashCapacity);

    /// <summary>
    /// Begins a stretch of work whose tables nobody uses any more once it has ended. A host may say so of a script that
    /// cannot store anything where it outlives the script: all that the globals lead to is read-only, the script's
    /// function has no variables of its own outside, and the host keeps none of its values.
    /// </summary>
    public void BeginRegion() => Tables.Begin();

    /// <summary>Ends the stretch: tables that were created in it are cleared and used again.</summary>
    public void EndRegion() => Tables.End();

    /// <summary>A function of the host, whose environment is the present globals.</summary>
    public LuaFunction CreateFunction(string name, LuaHostBody body) => new LuaHostFunction(name, body, Globals);

    /// <summary>Enters a function of the host into a table under its name.</summary>
    public void Register(LuaTable table, string name, LuaHostBody body) =>
        table[Strings.Share(name)] = CreateFunction(name, body);

    /// <summary>
    /// Where a function that is under way stands: level 0 is the running one, 1 the one that called it.
    /// </summary>
    /// <param name="level">The level; calls that gave up their frame to the next one count.</param>
    /// <param name="chunkName">The name the function's chunk was loaded by, "=[C]" for a function of the host.</param>
    /// <param name="line">The line, or -1 where there is none.</param>
    /// <returns>Whether there is such a level.</returns>
    public bool TryGetPosition(int level, out LuaString chunkName, out int line) =>
        Running.TryGetPosition(level, out chunkName, out line);

    internal LuaFunction Load(ReadOnlySpan<byte> source, LuaString chunkName) =>
        new LuaClosure(Parser.Compile(this, source, chunkName), Globals);

    /// <summary>The metatable that decides what a value does.</summary>
    internal LuaTable? MetatableOf(in LuaValue value) => value.Reference switch
    {
        LuaTable table => table.Metatable,
        LuaUserdata userdata => userdata.Metatable,
        _ => TypeMetatables[(int)value.Type],
    };

    private static void Check(LuaLimits limits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limits.WatchInterval, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(limits.MaxMemory, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(limits.MaxStringLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limits.MaxStringLength, 512 << 20);
        ArgumentOutOfRangeException.ThrowIfLessThan(limits.MaxCallDepth, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limits.MaxCallDepth, 200_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(limits.MaxHostDepth, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limits.MaxHostDepth, 200);
    }
}
