using Patterns.Core;

namespace Patterns.Queues;

/// <summary>The bounds of a queue's options, which know them.</summary>
/// <typeparam name="TOptions">The options.</typeparam>
internal sealed class QueueOptionsValidator<TOptions> : OptionsValidator<TOptions>
    where TOptions : QueueOptions
{
    public static QueueOptionsValidator<TOptions> Instance { get; } = new();

    protected override void Check(TOptions options, OptionsFailures failures) => options.Check(failures);
}
