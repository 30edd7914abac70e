using System.Collections.Concurrent;
using Tour.Workloads;

namespace Tour.Tests.Workloads;

public sealed class CrowdTests
{
    [Fact]
    public async Task Every_read_of_the_plan_is_done_once_and_reported()
    {
        var plan = new ReadPlan([[1, 2, 3], [2], [3, 3]]);
        var read = new ConcurrentBag<int>();
        int reported = 0;

        await Crowd.RunAsync(
            plan,
            async (item, _) =>
            {
                await Task.Yield();
                read.Add(item);
            },
            steps => Interlocked.Add(ref reported, steps),
            TestContext.Current.CancellationToken);

        Assert.Equal([1, 2, 2, 3, 3, 3], read.Order());
        Assert.Equal(6, reported);
    }

    [Fact]
    public async Task All_readers_are_under_way_at_the_same_time()
    {
        const int readers = 50;
        int waiting = 0;
        var everyone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        await Crowd.RunAsync(
            ReadPlan.Stampede(item: 0, readers),
            async (_, token) =>
            {
                if (Interlocked.Increment(ref waiting) == readers)
                {
                    everyone.SetResult();
                }

                await everyone.Task.WaitAsync(token);
            },
            _ => { },
            TestContext.Current.CancellationToken);

        Assert.Equal(readers, waiting);
    }

    [Fact]
    public async Task A_fault_of_one_reader_ends_the_others_and_is_the_one_that_is_thrown()
    {
        var plan = new ReadPlan([[1], [0], [0]]);

        await Assert.ThrowsAsync<FormatException>(() => Crowd.RunAsync(
            plan,
            async (item, token) =>
            {
                if (item == 1)
                {
                    throw new FormatException();
                }

                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            },
            _ => { },
            TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Cancellation_ends_the_readers()
    {
        using var cancellation = new CancellationTokenSource();

        Task crowd = Crowd.RunAsync(
            ReadPlan.Stampede(item: 0, readers: 3),
            (_, token) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token),
            _ => { },
            cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => crowd);
    }
}
