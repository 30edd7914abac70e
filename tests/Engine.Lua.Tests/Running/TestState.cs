using System.Buffers;
using System.Text;
using Engine.Lua.Libraries;
using Engine.Lua.Values;

namespace Engine.Lua.Tests.Running;

/// <summary>A state with the libraries of Lua, and a print that collects.</summary>
internal sealed class TestState
{
    private readonly ArrayBufferWriter<byte> _output = new();

    public TestState(LuaLimits? limits = null)
    {
        State = new LuaState(limits);
        BaseLibrary.Open(State);
        TableLibrary.Open(State);
        CoroutineLibrary.Open(State);
        StringLibrary.Open(State);
        MathLibrary.Open(State);
        State.Register(State.Globals, "print", Print);
        var io = new LuaTable();
        State.Register(io, "write", Write);
        State.Globals["io"] = io;
    }

    public LuaState State { get; }

    public string Output => Encoding.Latin1.GetString(_output.WrittenSpan);

    /// <summary>What a script prints. It runs one call deep, as the stand-alone lua runs its script.</summary>
    public static string OutputOf(ReadOnlySpan<byte> source, string chunkName)
    {
        var test = new TestState();
        LuaFunction chunk = test.State.Load(source, chunkName);
        test.State.Call(test.State.CreateFunction("main", call => call.Return(call.Invoke(chunk))));
        return test.Output;
    }

    /// <summary>Runs a script and gives its first result as text.</summary>
    public string Run(string source) => Evaluate(source).ToString();

    public LuaValue Evaluate(string source) =>
        State.Call(State.Load(Encoding.Latin1.GetBytes(source), "=test"));

    /// <summary>The message of the error that a script raises.</summary>
    public string ErrorOf(string source) => Assert.Throws<LuaException>(() => Evaluate(source)).Message;

    private int Print(Execution.LuaCall call)
    {
        LuaValue tostring = call.State.Globals["tostring"];
        for (int i = 1; i <= call.Count; i++)
        {
            if (!call.Invoke(tostring, call[i]).TryConvertToString(out LuaString? text))
            {
                throw call.Error("'tostring' must return a string to 'print'");
            }

            _output.Write(i > 1 ? "\t"u8 : []);
            _output.Write(text.Span);
        }

        _output.Write("\n"u8);
        return call.Return();
    }

    private int Write(Execution.LuaCall call)
    {
        for (int i = 1; i <= call.Count; i++)
        {
            _output.Write(call.CheckString(i).Span);
        }

        return call.Return();
    }
}
