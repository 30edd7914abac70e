namespace Patterns.Queues.Benchmarks;

/// <summary>What every job carries, in all that is compared.</summary>
internal sealed record Payload(int Number, string Customer, string Text)
{
    public static Payload One { get; } = new(7, "ada", new string('x', 64));
}
