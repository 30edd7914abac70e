using Patterns.Caching.Benchmarks;
using Patterns.Peers.Benchmarks.Contests;
using Patterns.Queues;
using StackExchange.Redis;

namespace Patterns.Peers.Benchmarks.Ours;

internal sealed class OurQueue(IDatabase database) : IQueueUnderTest
{
    private readonly StreamQueue<Article> _queue = new(
        database, $"q{Guid.NewGuid():N}", new StreamQueueOptions { RedisTimeout = TimeSpan.FromSeconds(30) });

    public Task SendAsync(Article job) => _queue.EnqueueAsync(job).AsTask();

    public Task<IAsyncDisposable> StartAsync(int concurrency, Action handled)
    {
        var stop = new CancellationTokenSource();
        Task worker = _queue.ProcessAsync(
            (_, _) =>
            {
                handled();
                return Task.CompletedTask;
            },
            new ConsumerOptions { Concurrency = concurrency },
            stop.Token);
        return Task.FromResult<IAsyncDisposable>(new Worker(stop, worker));
    }

    public ValueTask DisposeAsync() => default;
}
