using System.Diagnostics;
using System.Reflection;

namespace Patterns.Fixtures;

/// <summary>Counts what calls allocate, in the whole process: whoever asks runs alone.</summary>
public static class Allocations
{
    private const int Rounds = 5;
    private const int Calls = 500;

    /// <summary>Whether a package was compiled with optimisation. Without it the compiler makes every asynchronous
    /// method's state an object.</summary>
    /// <typeparam name="T">A type of the package.</typeparam>
    public static bool IsOptimised<T>() => typeof(T).Assembly.GetCustomAttribute<DebuggableAttribute>()
        is not { IsJITOptimizerDisabled: true };

    /// <summary>Bytes per call: the least of several rounds, since whatever else happens in the process only
    /// adds.</summary>
    public static async Task<long> PerCallAsync(Func<Task> call)
    {
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int index = 0; index < Calls; index++)
            {
                await call();
            }

            least = Math.Min(least, (GC.GetTotalAllocatedBytes(precise: true) - before) / Calls);
        }

        return least;
    }
}
