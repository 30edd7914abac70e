using Polly;

namespace Patterns.Fixtures;

/// <summary>A pipeline that can keep the reply to a command from its caller, so that a test decides the
/// interleaving.</summary>
public sealed class ReplyGate : ResilienceStrategy
{
    private TaskCompletionSource? _held;
    private TaskCompletionSource<Exception?>? _release;

    public ResiliencePipeline Pipeline => new ResiliencePipelineBuilder().AddStrategy(_ => this, new Options()).Build();

    /// <summary>Holds the next reply.</summary>
    /// <returns>Completes when Redis has answered; and the action that lets the reply go.</returns>
    public (Task Held, Action Release) HoldNext()
    {
        (Task held, Action<Exception?> release) = ReplaceNext();
        return (held, () => release(null));
    }

    /// <summary>Holds the next reply.</summary>
    /// <returns>Completes when Redis has answered; and the action that lets the reply go, or an exception in its
    /// place.</returns>
    public (Task Held, Action<Exception?> Release) ReplaceNext()
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _release = release;
        Volatile.Write(ref _held, held);
        return (held.Task, release.SetResult);
    }

    protected override async ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback,
        ResilienceContext context,
        TState state)
    {
        TaskCompletionSource? held = Interlocked.Exchange(ref _held, null);
        TaskCompletionSource<Exception?>? release = _release;
        Outcome<TResult> outcome = await callback(context, state);
        if (held is not null)
        {
            held.SetResult();
            if (await release!.Task is { } failure)
            {
                return Outcome.FromException<TResult>(failure);
            }
        }

        return outcome;
    }

    private sealed class Options : ResilienceStrategyOptions;
}
