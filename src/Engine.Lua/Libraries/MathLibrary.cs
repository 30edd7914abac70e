using Engine.Lua.Execution;
using Engine.Lua.Values;

namespace Engine.Lua.Libraries;

/// <summary>The mathematical functions.</summary>
public static partial class MathLibrary
{
    private const double RadiansPerDegree = Math.PI / 180.0;

    /// <summary>Enters the library into the globals as "math".</summary>
    /// <param name="state">The state that gets the library.</param>
    /// <param name="random">Where random numbers come from; null for a <see cref="Rand48"/> of its own.</param>
    public static void Open(LuaState state, IRandomSource? random = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        var library = new LuaTable();
        RegisterTranscendental(state, library);
        RegisterRandom(state, library, random ?? new Rand48());
        state.Register(library, "abs", call => call.Return(Math.Abs(call.CheckNumber(1))));
        state.Register(library, "ceil", call => call.Return(Math.Ceiling(call.CheckNumber(1))));
        state.Register(library, "deg", call => call.Return(call.CheckNumber(1) / RadiansPerDegree));
        state.Register(library, "floor", call => call.Return(Math.Floor(call.CheckNumber(1))));
        state.Register(library, "fmod", Remainder);
        state.Register(library, "frexp", SplitExponent);
        state.Register(library, "ldexp", Scale);
        state.Register(library, "max", Largest);
        state.Register(library, "min", Smallest);
        state.Register(library, "modf", SplitFraction);
        state.Register(library, "rad", call => call.Return(call.CheckNumber(1) * RadiansPerDegree));
        library["mod"] = library["fmod"];
        library["huge"] = double.PositiveInfinity;
        library["pi"] = Math.PI;
        state.Globals["math"] = library;
    }

    private static int Largest(LuaCall call)
    {
        double largest = call.CheckNumber(1);
        for (int i = 2; i <= call.Count; i++)
        {
            double number = call.CheckNumber(i);
            largest = number > largest ? number : largest;
        }

        return call.Return(largest);
    }

    private static int Smallest(LuaCall call)
    {
        double smallest = call.CheckNumber(1);
        for (int i = 2; i <= call.Count; i++)
        {
            double number = call.CheckNumber(i);
            smallest = number < smallest ? number : smallest;
        }

        return call.Return(smallest);
    }

    private static int SplitFraction(LuaCall call)
    {
        double number = call.CheckNumber(1);
        double whole = Math.Truncate(number);
        double fraction = double.IsInfinity(number) ? 0 : number - whole;
        return call.Return(whole, Math.CopySign(fraction, number));
    }

    private static int SplitExponent(LuaCall call)
    {
        double number = call.CheckNumber(1);
        if (number == 0 || !double.IsFinite(number))
        {
            return call.Return(number, 0);
        }

        int exponent = Math.ILogB(number) + 1;
        return call.Return(Math.ScaleB(number, -exponent), exponent);
    }

    private static int Scale(LuaCall call) => call.Return(Math.ScaleB(call.CheckNumber(1), call.CheckInt32(2)));

    private static void RegisterRandom(LuaState state, LuaTable library, IRandomSource source)
    {
        state.Register(library, "random", call => Random(call, source));
        state.Register(library, "randomseed", call =>
        {
            source.Seed(call.CheckInt32(1));
            return call.Return();
        });
    }

    private static int Random(LuaCall call, IRandomSource source)
    {
        double fraction = (double)(source.NextInteger() % int.MaxValue) / int.MaxValue;
        switch (call.Count)
        {
            case 0:
                return call.Return(fraction);
            case 1:
                int limit = call.CheckInt32(1);
                return limit >= 1
                    ? call.Return(Math.Floor(fraction * limit) + 1)
                    : throw call.Error(1, "interval is empty");
            case 2:
                int lower = call.CheckInt32(1);
                int upper = call.CheckInt32(2);
                // The width of the interval overflows as it does in C.
                return lower <= upper
                    ? call.Return(Math.Floor(fraction * unchecked(upper - lower + 1)) + lower)
                    : throw call.Error(2, "interval is empty");
            default:
                throw call.Error("wrong number of arguments");
        }
    }
}
