using Engine.Server.DataTypes.Streams;

namespace Engine.Server.Commands.Streams;

/// <summary>Serving those who waited for entries.</summary>
internal static partial class StreamCommands
{
    /// <summary>Serves XREAD with entries behind an id; returns false when none can be there.</summary>
    public static bool TryServe(
        ref CommandContext context, ReadOnlySpan<byte> key, StreamValue stream, StreamId after, long count)
    {
        if (stream.LastId <= after)
            return false;
        BeginStreams(context.Reply, 1);
        BeginStream(context.Reply, key);
        after.TryNext(out StreamId next);
        WriteEntries(context.Reply, new StreamCursor(stream, next, StreamId.Largest), count);
        return true;
    }

    /// <summary>Serves XREADGROUP with entries that the group has not been given.</summary>
    public static bool TryServe(
        ref CommandContext context,
        ReadOnlySpan<byte> key,
        StreamValue stream,
        ConsumerGroup group,
        in ReadOptions options)
    {
        if (stream.LastId <= group.LastId)
            return false;
        Consumer consumer = SeeConsumer(ref context, key, group, options);
        BeginStreams(context.Reply, 1);
        BeginStream(context.Reply, key);
        Deliver(ref context, key, stream, group, consumer, options.Count, options.NeedsNoAcknowledgement);
        return true;
    }
}
