using Redis.Fixtures;

namespace Patterns.Queues.Tests.Histories;

/// <summary>Workers on the engine are cut off, for a while or for good, by a seed.</summary>
public sealed class SimulationTests
{
    [Fact, Trait("Category", "Soak")]
    public async Task No_job_is_lost_doubled_or_out_of_order_while_workers_are_cut_off()
    {
        int killed = 0, paused = 0, cuts = 0, recovered = 0;
        int seeds = Soak.Iterations(usual: 2, soak: 100);
        for (int seed = 1; seed <= seeds; seed++)
        {
            await using var simulation = new Simulation(seed, jobs: 80, PlantedBug.None);
            HistoryChecker checker = await simulation.RunAsync();
            Assert.True(!checker.Violations().Any(), $"Seed {seed}: {string.Join(" ", checker.Violations())}");
            killed += simulation.History.Count(happened => happened.What == "killed");
            paused += simulation.History.Count(happened => happened.What == "paused");
            cuts += simulation.Cuts;
            recovered += checker.CountRecoveries();
        }

        // Runs in which nothing went wrong prove nothing.
        Assert.True(killed >= seeds, $"{killed} workers were cut off for good.");
        Assert.True(paused >= seeds, $"{paused} workers were cut off for a while.");
        Assert.True(cuts >= seeds, $"{cuts} replies were lost.");
        Assert.True(recovered >= seeds, $"{recovered} jobs were recovered.");
    }

    [Fact]
    public async Task A_message_that_is_acknowledged_before_it_is_added_again_is_found_to_be_lost()
    {
        await using var simulation = new Simulation(seed: 3, jobs: 30, PlantedBug.AcknowledgeBeforeAdding);
        HistoryChecker checker = await simulation.RunAsync();
        Assert.Contains(checker.Violations(), found => found.StartsWith("Job 2 is lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_that_is_taken_from_a_living_worker_is_found_to_be_a_duplicate()
    {
        await using var simulation = new Simulation(seed: 4, jobs: 60, PlantedBug.TakeFromTheLiving);
        HistoryChecker checker = await simulation.RunAsync();
        Assert.Contains(
            checker.Violations(), found => found.Contains("began on thief while", StringComparison.Ordinal));
    }
}
