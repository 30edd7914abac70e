using Patterns.Core;

namespace Patterns.Locking;

/// <summary>The bounds of options, which know them.</summary>
/// <typeparam name="TOptions">The options.</typeparam>
internal sealed class LocksOptionsValidator<TOptions> : OptionsValidator<TOptions>
    where TOptions : LocksOptions
{
    public static LocksOptionsValidator<TOptions> Instance { get; } = new();

    protected override void Check(TOptions options, OptionsFailures failures) => options.Check(failures);
}
