using Patterns.Core;

namespace Patterns.Queues;

/// <summary>The bounds of a worker's options.</summary>
internal sealed class ConsumerOptionsValidator : OptionsValidator<ConsumerOptions>
{
    public static ConsumerOptionsValidator Instance { get; } = new();

    protected override void Check(ConsumerOptions options, OptionsFailures failures) => options.Check(failures);
}
