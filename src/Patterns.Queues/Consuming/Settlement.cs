using Patterns.Queues.Storage;

namespace Patterns.Queues.Consuming;

/// <summary>A message that was handled and is not confirmed yet.</summary>
/// <param name="Delivery">The message.</param>
/// <param name="Done">Who waits for the confirmation; null if nobody does.</param>
internal readonly record struct Settlement(Delivery Delivery, TaskCompletionSource<bool>? Done);
