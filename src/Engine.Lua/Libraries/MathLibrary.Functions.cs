using Engine.Lua.Execution;
using Engine.Lua.Values;

namespace Engine.Lua.Libraries;

/// <content>Functions that the runtime takes from the C library.</content>
public static partial class MathLibrary
{
    // Scripts see the sign of NaN, because tostring shows it: functions give the one that the C library on x86-64 gives.
    private const double NegativeNaN = double.NaN;

    private static void RegisterTranscendental(LuaState state, LuaTable library)
    {
        Register(state, library, "acos", Math.Acos, LuaNumber.PositiveNaN);
        Register(state, library, "asin", Math.Asin, LuaNumber.PositiveNaN);
        Register(state, library, "atan", Math.Atan, LuaNumber.PositiveNaN);
        Register(state, library, "cos", Math.Cos, NegativeNaN);
        Register(state, library, "cosh", Math.Cosh, LuaNumber.PositiveNaN);
        Register(state, library, "exp", Math.Exp, LuaNumber.PositiveNaN);
        Register(state, library, "log", Math.Log, NegativeNaN);
        Register(state, library, "log10", Math.Log10, LuaNumber.PositiveNaN);
        Register(state, library, "sin", Math.Sin, NegativeNaN);
        Register(state, library, "sinh", Math.Sinh, LuaNumber.PositiveNaN);
        Register(state, library, "sqrt", Math.Sqrt, NegativeNaN);
        Register(state, library, "tan", Math.Tan, NegativeNaN);
        Register(state, library, "tanh", Math.Tanh, LuaNumber.PositiveNaN);
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
