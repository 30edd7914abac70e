using System.Collections.Concurrent;

namespace Patterns.Queues.Tests.Snippets;

public sealed class Warehouse
{
    public ConcurrentQueue<int> Shipped { get; } = new();

    public HashSet<string> Customers { get; } = ["ada", "bea"];

    public bool Knows(string customer) => Customers.Contains(customer);

    public Task ShipAsync(OrderPlaced order, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Shipped.Enqueue(order.Number);
        return Task.CompletedTask;
    }
}
