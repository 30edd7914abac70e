using System.Buffers;
using System.Text;
using Patterns.Caching.Entries;

namespace Patterns.Caching.Strategies.WriteBehind;

/// <summary>Keys and values of writes as they stand in the log.</summary>
/// <typeparam name="TKey">What names a value.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
/// <param name="format">The layout of values.</param>
/// <param name="serializer">Writes keys that are no strings.</param>
internal sealed class WriteCodec<TKey, TValue>(EntryFormat format, ICacheSerializer serializer)
    where TKey : notnull
    where TValue : class
{
    public ReadOnlyMemory<byte> WriteKey(TKey key)
    {
        if (key is string text)
        {
            return Encoding.UTF8.GetBytes(text);
        }

        var writer = new ArrayBufferWriter<byte>();
        serializer.Serialize(writer, key);
        return writer.WrittenMemory;
    }

    /// <summary>Reads a value; null for a removal.</summary>
    /// <remarks>Exceptions say that it cannot be read.</remarks>
    public TValue? ReadValue(ReadOnlyMemory<byte> entry)
    {
        EntryHeader header = EntryHeader.Read(entry.Span);
        return header.Kind == EntryKind.Null ? default : format.Decode<TValue>(header, entry);
    }

    /// <summary>Reads a write.</summary>
    /// <remarks>Exceptions say that it cannot be read.</remarks>
    public PendingWrite<TKey, TValue> Read(LoggedWrite write)
    {
        TKey key = typeof(TKey) == typeof(string)
            ? (TKey)(object)Encoding.UTF8.GetString(write.Key.Span)
            : serializer.Deserialize<TKey>(write.Key);
        return new PendingWrite<TKey, TValue>(key, ReadValue(write.Entry), write.Version);
    }
}
