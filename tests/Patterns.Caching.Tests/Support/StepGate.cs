using System.Threading.Channels;
using Polly;

namespace Patterns.Caching.Tests.Support;

/// <summary>Lets what a process does happen one step at a time: each command, and whatever else asks, waits for the
/// test before it is done, and the test hears when it has been done.</summary>
internal sealed class StepGate : ResilienceStrategy
{
    private readonly Channel<bool> _permits = Channel.CreateUnbounded<bool>();
    private readonly Channel<bool> _done = Channel.CreateUnbounded<bool>();

    public ResiliencePipeline Pipeline => new ResiliencePipelineBuilder().AddStrategy(_ => this, new Options()).Build();

    /// <summary>Lets the next step happen, and waits until it has, or until there is none any more.</summary>
    public async Task StepAsync(Task last)
    {
        _permits.Writer.TryWrite(true);
        await Eventually.ResultAsync(
            Task.WhenAny(_done.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask(), last));
    }

    /// <summary>A step that is no command.</summary>
    public async ValueTask<T> DoAsync<T>(Func<T> step)
    {
        await _permits.Reader.ReadAsync(TestContext.Current.CancellationToken);
        T result = step();
        _done.Writer.TryWrite(true);
        return result;
    }

    /// <summary>Lets all further steps happen.</summary>
    public void Open()
    {
        for (int step = 0; step < 100; step++)
        {
            _permits.Writer.TryWrite(true);
        }
    }

    protected override async ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state)
    {
        await _permits.Reader.ReadAsync(TestContext.Current.CancellationToken);
        Outcome<TResult> outcome = await callback(context, state);
        _done.Writer.TryWrite(true);
        return outcome;
    }

    private sealed class Options : ResilienceStrategyOptions;
}
