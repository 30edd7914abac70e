using Engine.Server.DataTypes.Packs;
using Engine.Server.DataTypes.Streams;

namespace Engine.Server.DataTypes.Serialization;

internal sealed partial class CollectionReader
{
    private bool TryReadStream(ref ValueReader reader, SerializedType layout, out LoadedValue value)
    {
        value = default;
        var stream = new StreamValue(store);
        bool isValue = false;
        try
        {
            ReadNodes(ref reader, stream, out long length, out StreamId lastEntry);
            ReadHistory(ref reader, layout, stream, length, lastEntry);
            for (long left = reader.Length(); left > 0 && !reader.IsBroken; left--)
                ReadGroup(ref reader, layout, stream);
            isValue = !reader.IsBroken;
        }
        finally
        {
            // Also when the heap has no room for all of it.
            if (!isValue)
                Discard(stream);
        }

        if (isValue)
            value = new LoadedValue(ValueType.Stream, ValueEncoding.Stream, store.Add(stream));
        return isValue;
    }

    /// <summary>Reads nodes, which must be in the order of their ids; counts entries that are not deleted.</summary>
    private void ReadNodes(ref ValueReader reader, StreamValue stream, out long length, out StreamId lastEntry)
    {
        length = 0;
        lastEntry = StreamId.Zero;
        StreamId previous = StreamId.Zero;
        for (long left = reader.Length(); left > 0 && !reader.IsBroken; left--)
        {
            ReadOnlySpan<byte> bytes = reader.Text(_first);
            ReadOnlySpan<byte> pack = reader.Text(_second);
            StreamId first = bytes.Length == StreamId.Bytes ? StreamIdText.Read(bytes) : StreamId.Zero;
            if (first <= previous
                || !ListPack.IsValid(pack)
                || !EntryNode.IsValid(pack, first, out int live, ref lastEntry))
            {
                reader.Break();
                return;
            }

            stream.AddNode(first, pack);
            length += live;
            previous = first;
        }
    }

    private static void ReadHistory(
        ref ValueReader reader, SerializedType layout, StreamValue stream, long length, StreamId lastEntry)
    {
        long writtenLength = reader.Length();
        stream.SetLength(length);
        stream.LastId = ReadId(ref reader);
        if (layout == SerializedType.StreamWithoutHistory)
        {
            stream.EntriesAdded = length;
            stream.FindFirstId();
        }
        else
        {
            stream.FirstId = ReadId(ref reader);
            stream.LastDeletedId = ReadId(ref reader);
            stream.EntriesAdded = (long)reader.Number();
        }

        if (writtenLength != length || stream.LastId < lastEntry)
            reader.Break();
    }

    private void ReadGroup(ref ValueReader reader, SerializedType layout, StreamValue stream)
    {
        ReadOnlySpan<byte> name = reader.Text(_first);
        StreamId lastId = ReadId(ref reader);
        long entriesRead = layout == SerializedType.StreamWithoutHistory
            ? stream.EstimateEntriesUpTo(lastId)
            : (long)reader.Number();
        if (reader.IsBroken || stream.Groups.Find(name) is not null)
        {
            reader.Break();
            return;
        }

        ConsumerGroup group = stream.AddGroup(name, lastId, entriesRead);
        var unclaimed = new Dictionary<StreamId, (long DeliveredAt, long Deliveries)>();
        for (long left = reader.Length(); left > 0 && !reader.IsBroken; left--)
        {
            ReadOnlySpan<byte> id = reader.Bytes(StreamId.Bytes);
            long deliveredAt = reader.Int64();
            long deliveries = (long)reader.Number();
            if (!reader.IsBroken && !unclaimed.TryAdd(StreamIdText.Read(id), (deliveredAt, deliveries)))
                reader.Break();
        }

        for (long left = reader.Length(); left > 0 && !reader.IsBroken; left--)
            ReadConsumer(ref reader, group, unclaimed);

        // Every pending entry is some consumer's.
        if (unclaimed.Count > 0)
            reader.Break();
    }

    private void ReadConsumer(
        ref ValueReader reader,
        ConsumerGroup group,
        Dictionary<StreamId, (long DeliveredAt, long Deliveries)> unclaimed)
    {
        ReadOnlySpan<byte> name = reader.Text(_first);
        long seenAt = reader.Int64();
        if (reader.IsBroken || group.Consumers.Find(name) is not null)
        {
            reader.Break();
            return;
        }

        Consumer consumer = group.Add(name, seenAt);
        for (long left = reader.Length(); left > 0 && !reader.IsBroken; left--)
        {
            ReadOnlySpan<byte> bytes = reader.Bytes(StreamId.Bytes);
            StreamId id = bytes.IsEmpty ? default : StreamIdText.Read(bytes);
            if (!reader.IsBroken && unclaimed.Remove(id, out (long DeliveredAt, long Deliveries) pending))
                group.Give(id, consumer, pending.DeliveredAt, pending.Deliveries);
            else
                reader.Break();
        }
    }

    private static StreamId ReadId(ref ValueReader reader) => new(reader.Number(), reader.Number());
}
