using Patterns.Queues;
using Patterns.Queues.Inbox;

namespace EmailQueue;

/// <summary>Sends a mail. What the server refuses is tried again by the queue.</summary>
public sealed class EmailHandler(Outbox outbox, MessageInbox inbox) : IMessageHandler<Email>
{
    public async Task HandleAsync(QueueMessage<Email> message, CancellationToken cancellationToken)
    {
        if (!message.Body.To.Contains('@', StringComparison.Ordinal))
        {
            throw new MessageRejectedException($"'{message.Body.To}' is no address.");
        }

        // A message may come twice; its mail is sent once, unless the process dies in between.
        InboxOutcome outcome = await inbox.RunOnceAsync(
            message.Id, token => outbox.SendAsync(message.Body, token), cancellationToken);
        if (outcome == InboxOutcome.InProgress)
        {
            await message.RetryAsync("Another worker is at it.");
        }
    }
}
