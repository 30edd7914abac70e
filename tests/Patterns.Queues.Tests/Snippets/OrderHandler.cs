namespace Patterns.Queues.Tests.Snippets;

#region handler
public sealed class OrderHandler(Warehouse warehouse) : IMessageHandler<OrderPlaced>
{
    public async Task HandleAsync(QueueMessage<OrderPlaced> message, CancellationToken cancellationToken)
    {
        if (!warehouse.Knows(message.Body.Customer))
        {
            throw new MessageRejectedException($"There is no customer '{message.Body.Customer}'.");
        }

        await warehouse.ShipAsync(message.Body, cancellationToken);
    }
}
#endregion
