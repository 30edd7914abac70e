using Engine.Lua.Execution;
using Engine.Lua.Values;

namespace Engine.Lua.Libraries;

/// <content>Functions that the runtime takes from the C library.</content>
public static partial class MathLibrary
{
    // The last argument is what the function is where it is not defined: with the sign that C's has on x86-64.
    private static void RegisterUpToExponents(LuaState state, LuaTable library)
    {
        state.Register(library, "abs", call => call.Return(Math.Abs(call.CheckNumber(1))));
        Register(state, library, "acos", Math.Acos, NaN.Positive);
        Register(state, library, "asin", Math.Asin, NaN.Positive);
        Register(state, library, "atan2", Math.Atan2);
        Register(state, library, "atan", Math.Atan, NaN.Positive);
        state.Register(library, "ceil", call => call.Return(Math.Ceiling(call.CheckNumber(1))));
        Register(state, library, "cosh", Math.Cosh, NaN.Positive);
        Register(state, library, "cos", Math.Cos, NaN.Negative);
        state.Register(library, "deg", call => call.Return(call.CheckNumber(1) / RadiansPerDegree));
        Register(state, library, "exp", Math.Exp, NaN.Positive);
    }

    private static void RegisterFromFloor(LuaState state, LuaTable library)
    {
        state.Register(library, "floor", call => call.Return(Math.Floor(call.CheckNumber(1))));
        Register(state, library, "fmod", (dividend, divisor) => dividend % divisor);
        state.Register(library, "frexp", SplitExponent);
        state.Register(library, "ldexp", Scale);
        Register(state, library, "log10", Math.Log10, NaN.Positive);
        Register(state, library, "log", Math.Log, NaN.Negative);
        state.Register(library, "max", Largest);
        state.Register(library, "min", Smallest);
        state.Register(library, "modf", SplitFraction);
        Register(state, library, "pow", Math.Pow);
        state.Register(library, "rad", call => call.Return(call.CheckNumber(1) * RadiansPerDegree));
    }

    private static void RegisterFromHyperbolicSine(LuaState state, LuaTable library)
    {
        Register(state, library, "sinh", Math.Sinh, NaN.Positive);
        Register(state, library, "sin", Math.Sin, NaN.Negative);
        Register(state, library, "sqrt", Math.Sqrt, NaN.Negative);
        Register(state, library, "tanh", Math.Tanh, NaN.Positive);
        Register(state, library, "tan", Math.Tan, NaN.Negative);
    }

    // C compilers for x86-64 evaluate the last argument first, so it is the one that errors name.
    private static void Register(
        LuaState state, LuaTable library, string name, Func<double, double, double> function)
    {
        state.Register(library, name, call =>
        {
            double second = call.CheckNumber(2);
            return call.Return(function(call.CheckNumber(1), second));
        });
    }

    private static int Scale(LuaCall call)
    {
        int exponent = call.CheckInt32(2);
        return call.Return(Math.ScaleB(call.CheckNumber(1), exponent));
    }

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
