using Patterns.Core;

namespace Patterns.Queues.Inbox;

/// <summary>How a <see cref="MessageInbox"/> behaves.</summary>
public sealed class InboxOptions : QueueOptions
{
    /// <summary>How long a handled message is remembered. It should be longer than a message can come again: all
    /// attempts with their pauses, and replays.</summary>
    /// <value>1 minute to 366 days; the default is 7 days.</value>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long a message counts as being handled by somebody who does not answer, and how long an effect may
    /// take: then its token is cancelled.</summary>
    /// <value>1 second to 1 day; the default is 1 minute.</value>
    public TimeSpan Claim { get; set; } = TimeSpan.FromMinutes(1);

    internal override void Check(OptionsFailures failures)
    {
        base.Check(failures);
        InboxOptions options = this;
        failures.RequireWithin(
            options.Retention, TimeSpan.FromMinutes(1), TimeSpan.FromDays(366), "7 days suit most services");
        failures.RequireWithin(
            options.Claim, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), "1 minute suits most handlers");
    }
}
