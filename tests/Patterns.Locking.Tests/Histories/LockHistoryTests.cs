using Redis.Fixtures;

namespace Patterns.Locking.Tests.Histories;

/// <summary>What locks promise holds in histories with pauses, lost replies, delays, partitions, killed servers and
/// clocks that disagree.</summary>
public sealed class LockHistoryTests
{
    [Theory]
    [Trait("Category", "Soak")]
    [InlineData(HistoryKind.Lock)]
    [InlineData(HistoryKind.ReadWrite)]
    [InlineData(HistoryKind.Semaphore)]
    [InlineData(HistoryKind.Redlock)]
    public async Task Every_promise_is_kept_and_everything_that_can_happen_has_happened(HistoryKind kind)
    {
        bool isQuorum = kind == HistoryKind.Redlock;
        int runs = Soak.Iterations(usual: isQuorum ? 3 : 8, soak: isQuorum ? 300 : 2_000);
        int first = Soak.Iterations(usual: 0, soak: 10_000);
        int[] counts = new int[Enum.GetValues<HistoryCount>().Length];
        for (int seed = first; seed < first + runs; seed++)
        {
            HistoryChecker checker = await HistoryRun.RunAsync(new HistorySettings { Kind = kind }, seed);
            Assert.True(
                checker.Violations.Count == 0, $"{kind}, seed {seed}:\n{string.Join('\n', checker.Violations)}");
            for (int count = 0; count < counts.Length; count++)
            {
                counts[count] += checker.Counts[count];
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(
            ", ", Enum.GetValues<HistoryCount>().Select(count => $"{count} {counts[(int)count]}")));
        Require(HistoryCount.Acquired, 3);
        Require(HistoryCount.Released, 2);
        Require(HistoryCount.Lost, 0.5);
        Require(HistoryCount.Written, 1);
        Require(HistoryCount.Paused, 1);
        Require(HistoryCount.Cut, 0.5);
        Require(HistoryCount.Delayed, 1);
        if (isQuorum)
        {
            Require(HistoryCount.Killed, 0.3);
        }
        else
        {
            Require(HistoryCount.Partitioned, 0.5);
            Require(HistoryCount.RefusedAsStale, 0.1);
            Require(HistoryCount.Queued, 2);
        }

        void Require(HistoryCount count, double perRun) => Assert.True(
            counts[(int)count] >= perRun * runs,
            $"{count} happened {counts[(int)count]} times in {runs} runs, but should {perRun} times in each.");
    }
}
