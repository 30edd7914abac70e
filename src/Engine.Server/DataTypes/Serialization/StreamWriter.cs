using Engine.Server.DataTypes.Packs;
using Engine.Server.DataTypes.Streams;

namespace Engine.Server.DataTypes.Serialization;

/// <summary>Writes a stream: its nodes, what it remembers of its history, and its groups.</summary>
internal static class StreamWriter
{
    public static void Write(ValueWriter writer, StreamValue stream)
    {
        Span<byte> bytes = stackalloc byte[StreamId.Bytes];
        writer.Length(stream.Nodes.Count);
        bool isThere = stream.Nodes.TryFindFrom(StreamId.Zero, out StreamId id, out uint node);
        for (; isThere; isThere = stream.Nodes.TryFindAfter(id, out id, out node))
        {
            StreamIdText.Write(id, bytes);
            writer.Text(bytes);
            ReadOnlySpan<byte> pack = stream.Heap.At(node);
            writer.Text(pack[..ListPack.Length(pack)]);
        }

        writer.Length(stream.Length);
        WriteId(writer, stream.LastId);
        WriteId(writer, stream.FirstId);
        WriteId(writer, stream.LastDeletedId);
        writer.Length(stream.EntriesAdded);
        writer.Length(stream.Groups.Count);
        foreach (ConsumerGroup group in stream.Groups)
            WriteGroup(writer, group);
    }

    private static void WriteGroup(ValueWriter writer, ConsumerGroup group)
    {
        Span<byte> bytes = stackalloc byte[StreamId.Bytes];
        writer.Text(group.Name);
        WriteId(writer, group.LastId);
        writer.Length(group.EntriesRead);
        writer.Length(group.Pending.Count);
        bool isThere = group.Pending.TryFindFrom(StreamId.Zero, out StreamId id, out PendingEntry pending);
        for (; isThere; isThere = group.Pending.TryFindAfter(id, out id, out pending))
        {
            StreamIdText.Write(id, bytes);
            writer.Bytes(bytes);
            writer.Int64(pending.DeliveredAt);
            writer.Length(pending.Deliveries);
        }

        writer.Length(group.Consumers.Count);
        foreach (Consumer consumer in group.Consumers)
        {
            writer.Text(consumer.Name);
            writer.Int64(consumer.SeenAt);
            writer.Length(consumer.Pending.Count);
            isThere = consumer.Pending.TryFindFrom(StreamId.Zero, out id, out _);
            for (; isThere; isThere = consumer.Pending.TryFindAfter(id, out id, out _))
            {
                StreamIdText.Write(id, bytes);
                writer.Bytes(bytes);
            }
        }
    }

    private static void WriteId(ValueWriter writer, StreamId id)
    {
        writer.Number(id.Milliseconds);
        writer.Number(id.Sequence);
    }
}
