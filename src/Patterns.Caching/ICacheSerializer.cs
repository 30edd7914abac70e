using System.Buffers;

namespace Patterns.Caching;

/// <summary>Turns values into bytes and back. Implementations are safe for concurrent use.</summary>
/// <remarks>A <see cref="NotSupportedException"/> means that the type cannot be handled at all: it is a mistake in the
/// program and reaches the caller. Any other exception means that this value or these bytes are bad: a value is then
/// returned to the caller without being stored, and bytes count as a miss.</remarks>
public interface ICacheSerializer
{
    /// <summary>Appends the bytes of a value.</summary>
    /// <typeparam name="T">The type under which the value is cached.</typeparam>
    /// <param name="destination">Where the bytes go.</param>
    /// <param name="value">The value; never null.</param>
    void Serialize<T>(IBufferWriter<byte> destination, T value);

    /// <summary>Reads a value.</summary>
    /// <typeparam name="T">The type under which the value was cached.</typeparam>
    /// <param name="source">What <see cref="Serialize"/> wrote. The memory belongs to a pool: do not keep it.</param>
    /// <returns>The value.</returns>
    T Deserialize<T>(ReadOnlyMemory<byte> source);
}
