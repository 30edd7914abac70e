using Pipelines.Sockets.Unofficial.Tests.Connections;

namespace Pipelines.Sockets.Unofficial.Tests;

public sealed class DedicatedThreadPoolPipeSchedulerTests
{
    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Work_runs_on_named_background_threads_of_the_given_priority()
    {
        using var scheduler = new DedicatedThreadPoolPipeScheduler("io", 2, priority: ThreadPriority.AboveNormal);
        await Eventually.TrueAsync(() => scheduler.AvailableCount == 2);

        var thread = await RunAsync(scheduler, static () => Thread.CurrentThread);

        Assert.StartsWith("io:", thread.Name, StringComparison.Ordinal);
        Assert.True(thread.IsBackground);
        Assert.False(thread.IsThreadPoolThread);
        Assert.Equal(ThreadPriority.AboveNormal, thread.Priority);
        Assert.Equal(2, scheduler.WorkerCount);
        Assert.Equal(1, scheduler.TotalServicedByQueue);
        Assert.Equal(0, scheduler.TotalServicedByPool);
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Thread_pool_helps_with_the_oldest_work_while_all_threads_are_busy_and_the_queue_is_full()
    {
        using var scheduler = new DedicatedThreadPoolPipeScheduler("io", 1, useThreadPoolQueueLength: 2);
        using var gate = new ManualResetEventSlim();
        scheduler.Schedule(static gate => ((ManualResetEventSlim)gate!).Wait(), gate);
        await Eventually.TrueAsync(() => scheduler.TotalServicedByQueue == 1);

        var first = RunAsync(scheduler, static () => Thread.CurrentThread.IsThreadPoolThread);
        var second = RunAsync(scheduler, static () => Thread.CurrentThread.IsThreadPoolThread);
        Assert.Equal(0, scheduler.TotalServicedByPool);
        var third = RunAsync(scheduler, static () => Thread.CurrentThread.IsThreadPoolThread);

        Assert.True(await first);
        Assert.Equal(1, scheduler.TotalServicedByPool);
        Assert.False(second.IsCompleted);
        gate.Set();
        Assert.False(await second);
        Assert.False(await third);
        Assert.Equal(3, scheduler.TotalServicedByQueue);
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Available_count_tells_how_many_threads_wait()
    {
        using var scheduler = new DedicatedThreadPoolPipeScheduler("io", 3);
        using var gate = new ManualResetEventSlim();
        await Eventually.TrueAsync(() => scheduler.AvailableCount == 3);

        scheduler.Schedule(static gate => ((ManualResetEventSlim)gate!).Wait(), gate);
        scheduler.Schedule(static gate => ((ManualResetEventSlim)gate!).Wait(), gate);
        await Eventually.TrueAsync(() => scheduler.AvailableCount == 1);
        gate.Set();
        await Eventually.TrueAsync(() => scheduler.AvailableCount == 3);
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Every_piece_of_work_runs_once()
    {
        const int Count = 20_000;
        using var scheduler = new DedicatedThreadPoolPipeScheduler("io", 4);
        var runs = new int[Count];

        Parallel.For(0, Count, index => scheduler.Schedule(_ => Interlocked.Increment(ref runs[index]), null));
        await Eventually.TrueAsync(() => scheduler.TotalServicedByQueue + scheduler.TotalServicedByPool == Count);
        await Eventually.TrueAsync(() => runs.Sum() == Count);

        Assert.All(runs, static run => Assert.Equal(1, run));
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Disposal_lets_waiting_work_finish_and_ends_the_threads()
    {
        var scheduler = new DedicatedThreadPoolPipeScheduler("io", 1);
        using var gate = new ManualResetEventSlim();
        var busy = RunAsync(scheduler, () =>
        {
            gate.Wait();
            return Thread.CurrentThread;
        });
        await Eventually.TrueAsync(() => scheduler.TotalServicedByQueue == 1);
        var waiting = RunAsync(scheduler, static () => Thread.CurrentThread);

        scheduler.Dispose();
        gate.Set();

        var thread = await busy;
        Assert.Same(thread, await waiting);
        await Eventually.TrueAsync(() => !thread.IsAlive);
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Work_after_disposal_runs_on_the_thread_pool()
    {
        var scheduler = new DedicatedThreadPoolPipeScheduler("io", 1);
        var thread = await RunAsync(scheduler, static () => Thread.CurrentThread);
        scheduler.Dispose();
        scheduler.Dispose();
        await Eventually.TrueAsync(() => !thread.IsAlive);

        Assert.True(await RunAsync(scheduler, static () => Thread.CurrentThread.IsThreadPoolThread));
        Assert.Equal(1, scheduler.TotalServicedByPool);
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Scheduling_does_not_allocate()
    {
        using var scheduler = new DedicatedThreadPoolPipeScheduler("io", 1);
        using var gate = new ManualResetEventSlim();
        scheduler.Schedule(static gate => ((ManualResetEventSlim)gate!).Wait(), gate);
        await Eventually.TrueAsync(() => scheduler.TotalServicedByQueue == 1);
        ScheduleTen(scheduler);
        gate.Set();
        await Eventually.TrueAsync(() => scheduler.TotalServicedByQueue == 11);

        var before = GC.GetAllocatedBytesForCurrentThread();
        ScheduleTen(scheduler);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);

        static void ScheduleTen(DedicatedThreadPoolPipeScheduler scheduler)
        {
            for (var index = 0; index < 10; index++)
            {
                scheduler.Schedule(static _ => { }, null);
            }
        }
    }

    [Fact]
    public void Impossible_sizes_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(
            static () => new DedicatedThreadPoolPipeScheduler("io", workerCount: 0));
        Assert.Throws<ArgumentOutOfRangeException>(
            static () => new DedicatedThreadPoolPipeScheduler("io", useThreadPoolQueueLength: -1));
    }

    private static Task<T> RunAsync<T>(DedicatedThreadPoolPipeScheduler scheduler, Func<T> function)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        scheduler.Schedule(_ => completion.SetResult(function()), null);
        return completion.Task;
    }
}
