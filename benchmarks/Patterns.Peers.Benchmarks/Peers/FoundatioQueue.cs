using Foundatio.Queues;
using Patterns.Caching.Benchmarks;
using Patterns.Peers.Benchmarks.Contests;
using StackExchange.Redis;

namespace Patterns.Peers.Benchmarks.Peers;

internal sealed class FoundatioQueue(IConnectionMultiplexer connection) : IQueueUnderTest
{
    private readonly RedisQueue<Article> _queue = new(new RedisQueueOptions<Article>
    {
        ConnectionMultiplexer = connection,
        Name = $"q{Guid.NewGuid():N}",
    });

    public Task SendAsync(Article job) => _queue.EnqueueAsync(job);

    public async Task<IAsyncDisposable> StartAsync(int concurrency, Action handled)
    {
        var stop = new CancellationTokenSource();
        for (int worker = 0; worker < concurrency; worker++)
        {
            // Each handles one job at a time.
            await _queue.StartWorkingAsync(
                (_, _) =>
                {
                    handled();
                    return Task.CompletedTask;
                },
                autoComplete: true,
                stop.Token);
        }

        return new Worker(stop, Task.CompletedTask);
    }

    public ValueTask DisposeAsync()
    {
        _queue.Dispose();
        return default;
    }
}
