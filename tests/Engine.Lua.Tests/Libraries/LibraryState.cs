using System.Text;
using Engine.Lua.Libraries;
using Engine.Lua.Values;

namespace Engine.Lua.Tests.Libraries;

/// <summary>A state with all libraries, and programs in it.</summary>
internal static class LibraryState
{
    public static LuaState Create(LuaLimits? limits = null)
    {
        var state = new LuaState(limits);
        BaseLibrary.Open(state);
        TableLibrary.Open(state);
        StringLibrary.Open(state);
        MathLibrary.Open(state);
        BitLibrary.Open(state);
        StructLibrary.Open(state);
        MessagePackLibrary.Open(state);
        JsonLibrary.Open(state);
        return state;
    }

    /// <summary>The values of an expression list, as tostring gives them, with bytes as characters.</summary>
    public static string Evaluate(string expressions) =>
        Text(Run(Create(), $"local function pack(...) return {{n = select('#', ...), ...}} end "
            + $"local values = pack({expressions}) "
            + "for i = 1, values.n do values[i] = tostring(values[i]) end return table.concat(values, ' ')"));

    /// <summary>The message of the error that an expression raises, without the position.</summary>
    public static string ErrorOf(string expression)
    {
        var error = Assert.Throws<LuaException>(() => Evaluate(expression));
        return Text(error.Value).Replace("test:1: ", "", StringComparison.Ordinal);
    }

    public static LuaValue Run(LuaState state, string program) =>
        state.Call(state.Load(Encoding.Latin1.GetBytes(program), "=test"));

    public static string Text(LuaValue value) =>
        value.TryGetString(out LuaString? text) ? Encoding.Latin1.GetString(text.Span) : value.ToString();
}
