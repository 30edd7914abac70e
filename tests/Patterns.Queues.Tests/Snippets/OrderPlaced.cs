namespace Patterns.Queues.Tests.Snippets;

public sealed record OrderPlaced(int Number, string Customer);
