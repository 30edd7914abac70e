using System.Collections.Concurrent;
using System.Reflection;
using Xunit.v3;

[assembly: RedisPatterns.Engineering.HangGuard]

namespace RedisPatterns.Engineering;

/// <summary>
/// In every test project: a test that hangs ends the run and is named, instead of keeping everybody waiting. No test
/// needs a tenth of the limit; soak runs have none.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class HangGuardAttribute : BeforeAfterTestAttribute
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);
    private static readonly bool IsSoakRun = Environment.GetEnvironmentVariable("PATTERNS_SOAK") is not null;
    private static readonly ConcurrentDictionary<string, ITimer> Watches = new();

    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (!IsSoakRun)
            Watches[test.UniqueID] = TimeProvider.System.CreateTimer(
                static name => Environment.FailFast($"The test {name} has not ended within {Limit}."),
                test.TestDisplayName,
                Limit,
                Timeout.InfiniteTimeSpan);
    }

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (Watches.TryRemove(test.UniqueID, out ITimer? watch))
            watch.Dispose();
    }
}
