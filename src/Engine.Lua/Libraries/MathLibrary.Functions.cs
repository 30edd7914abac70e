using Engine.Lua.Execution;
using Engine.Lua.Values;

namespace Engine.Lua.Libraries;

/// <content>Functions that the runtime takes from the C library.</content>
public static partial class MathLibrary
{
    // The last argument is what the function is where it is not defined: with the sign that C's has on x86-64.
    private static void RegisterTranscendental(LuaState state, LuaTable library)
    {
        Register(state, library, "acos", Math.Acos, NaN.Positive);
        Register(state, library, "asin", Math.Asin, NaN.Positive);
        Register(state, library, "atan", Math.Atan, NaN.Positive);
        Register(state, library, "cos", Math.Cos, NaN.Negative);
        Register(state, library, "cosh", Math.Cosh, NaN.Positive);
        Register(state, library, "exp", Math.Exp, NaN.Positive);
        Register(state, library, "log", Math.Log, NaN.Negative);
        Register(state, library, "log10", Math.Log10, NaN.Positive);
        Register(state, library, "sin", Math.Sin, NaN.Negative);
        Register(state, library, "sinh", Math.Sinh, NaN.Positive);
        Register(state, library, "sqrt", Math.Sqrt, NaN.Negative);
        Register(state, library, "tan", Math.Tan, NaN.Negative);
        Register(state, library, "tanh", Math.Tanh, NaN.Positive);
        state.Register(library, "atan2", call => call.Return(Math.Atan2(call.CheckNumber(1), call.CheckNumber(2))));
        state.Register(library, "pow", call => call.Return(Math.Pow(call.CheckNumber(1), call.CheckNumber(2))));
    }

    private static int Remainder(LuaCall call) => call.Return(call.CheckNumber(1) % call.CheckNumber(2));

    private static void Register(
        LuaState state, LuaTable library, string name, Func<double, double> function, double undefined)
    {
        state.Register(library, name, call =>
        {
            double argument = call.CheckNumber(1);
            double result = function(argument);
            return call.Return(double.IsNaN(result) && !double.IsNaN(argument) ? undefined : result);
        });
    }
}
