namespace Patterns.Queues.Serialization;

/// <summary>Turns messages into bytes and back. Implementations are safe for concurrent use.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public interface IMessageSerializer<T>
{
    /// <summary>Gives the bytes of a message.</summary>
    /// <param name="message">The message; never null.</param>
    /// <returns>The bytes.</returns>
    ReadOnlyMemory<byte> Serialize(T message);

    /// <summary>Reads a message. Whatever it throws means that the bytes are no message: it becomes a dead
    /// letter.</summary>
    /// <param name="payload">What <see cref="Serialize"/> gave.</param>
    /// <returns>The message.</returns>
    T Deserialize(ReadOnlyMemory<byte> payload);
}
