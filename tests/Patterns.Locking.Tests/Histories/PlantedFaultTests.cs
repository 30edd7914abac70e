using Patterns.Core.Scripting;
using Patterns.Locking.Leases;
using Patterns.Locking.Servers;

namespace Patterns.Locking.Tests.Histories;

/// <summary>The histories catch faults that are planted: in a lock that many a blog shows, and in our own.</summary>
public sealed class PlantedFaultTests
{
    private const int MaxSeeds = 400;

    private static readonly Dictionary<string, HistorySettings> _faults = new()
    {
        ["SET NX and DEL"] = new HistorySettings
        {
            NewLocks = static (database, timeToLive) => new NaiveLocks(database, timeToLive),
        },
        ["the drift is not subtracted"] = new HistorySettings { NewClock = static time => new ClockWithoutDrift(time) },
        ["the deadline counts from the reply"] = new HistorySettings
        {
            NewClock = static time => new ClockFromReply(time),
        },
        ["the release does not compare the holder"] = new HistorySettings
        {
            Scripts = LockScripts.Default with { Release = Read("release_without_token") },
        },
        ["the renewal takes what is lost"] = new HistorySettings
        {
            Workers = 2,
            RenewalPercent = 100,
            Scripts = LockScripts.Default with { Renew = Read("retake_on_renewal") },
        },
        ["newcomers overtake"] = new HistorySettings
        {
            Scripts = LockScripts.Default with { Acquire = Read("overtake_in_queue") },
        },
    };

    public static TheoryData<string> Names => [.. _faults.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_planted_fault_is_caught(string fault)
    {
        for (int seed = 0; seed < MaxSeeds; seed++)
        {
            HistoryChecker checker = await HistoryRun.RunAsync(_faults[fault], seed);
            if (checker.Violations.Count > 0)
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}: {checker.Violations[0]}");
                return;
            }
        }

        Assert.Fail($"No history of {MaxSeeds} seeds has caught that {fault}.");
    }

    private static RedisScript Read(string name)
        => RedisScript.FromResource(typeof(PlantedFaultTests).Assembly, name, "lock_state");

    private sealed class ClockWithoutDrift(TimeProvider time) : LeaseClock(time)
    {
        public override TimeSpan Validity(TimeSpan length) => length;
    }

    private sealed class ClockFromReply(TimeProvider time) : LeaseClock(time)
    {
        public override long Deadline(long sentAt, long repliedAt, TimeSpan length)
            => After(repliedAt, Validity(length));
    }
}
