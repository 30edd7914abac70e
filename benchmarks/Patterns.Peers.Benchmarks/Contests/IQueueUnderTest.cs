using Patterns.Caching.Benchmarks;

namespace Patterns.Peers.Benchmarks.Contests;

/// <summary>A queue with at-least-once delivery.</summary>
internal interface IQueueUnderTest : IAsyncDisposable
{
    Task SendAsync(Article job);

    /// <summary>Starts a worker that handles so many jobs at a time, and tells of each; ends when it is disposed
    /// of.</summary>
    Task<IAsyncDisposable> StartAsync(int concurrency, Action handled);
}
