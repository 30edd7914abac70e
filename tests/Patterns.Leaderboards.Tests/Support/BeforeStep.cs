using Polly;

namespace Patterns.Leaderboards.Tests.Support;

/// <summary>A pipeline that does something before one of the commands that go through it, so that a test decides the
/// interleaving.</summary>
/// <param name="step">Before which command, counted from one.</param>
/// <param name="act">What to do.</param>
internal sealed class BeforeStep(int step, Func<Task> act) : ResilienceStrategy
{
    private int _steps;

    public ResiliencePipeline Pipeline => new ResiliencePipelineBuilder().AddStrategy(_ => this, new Options()).Build();

    /// <summary>Whether there were so many commands.</summary>
    public bool HasActed => Volatile.Read(ref _steps) >= step;

    protected override async ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback,
        ResilienceContext context,
        TState state)
    {
        if (Interlocked.Increment(ref _steps) == step)
        {
            await act();
        }

        return await callback(context, state);
    }

    private sealed class Options : ResilienceStrategyOptions;
}
