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
        random ??= new Rand48();

        // The order of pairs is PUC Lua's where keys enter in its order a table of its size.
        var library = new LuaTable(0, 28);
        RegisterUpToExponents(state, library);
        RegisterFromFloor(state, library);
        state.Register(library, "random", call => Random(call, random));
        state.Register(library, "randomseed", call => SeedRandom(call, random));
        RegisterFromHyperbolicSine(state, library);
        library["pi"] = Math.PI;
        library["huge"] = double.PositiveInfinity;
        library["mod"] = library["fmod"];
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

    private static int SeedRandom(LuaCall call, IRandomSource source)
    {
        source.Seed(call.CheckInt32(1));
        return call.Return();
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
