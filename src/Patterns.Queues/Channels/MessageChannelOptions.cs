namespace Patterns.Queues.Channels;

/// <summary>How a <see cref="MessageChannel{T}"/> behaves.</summary>
public sealed class MessageChannelOptions : QueueOptions
{
    /// <summary>How many messages a subscriber that reads slowly has waiting in memory; the oldest go first.</summary>
    /// <value>1 to 1,000,000; the default is 1,000.</value>
    public int Buffer { get; set; } = 1_000;

    internal override void Check(Core.OptionsFailures failures)
    {
        base.Check(failures);
        MessageChannelOptions options = this;
        failures.RequireWithin(options.Buffer, 1, 1_000_000, "1,000 suit most services");
    }
}
