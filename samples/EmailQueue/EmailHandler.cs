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
        #region inbox
        InboxOutcome outcome = await inbox.RunOnceAsync(
            message.Id, token => outbox.SendAsync(message.Body, token), cancellationToken);
        if (outcome == InboxOutcome.InProgress)
        {
            // Another worker is at it, or died at it: its claim outlasts many an attempt, so this one does not count.
            await message.HandBackAsync(TimeSpan.FromSeconds(5));
        }
        #endregion
    }
}
