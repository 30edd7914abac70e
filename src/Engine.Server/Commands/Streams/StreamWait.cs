using Engine.Server.DataTypes.Streams;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Streams;

/// <summary>
/// What XREAD and XREADGROUP remember while they wait: behind which id of each stream entries are wanted.
/// </summary>
internal sealed class StreamWait
{
    /// <summary>Who waits without saying how many entries are wanted gets no more than this.</summary>
    private const int DefaultCount = 1000;

    private readonly ReadOptions _options;
    private readonly StreamId[] _after;

    public StreamWait(in CommandContext context, in ReadOptions options)
    {
        _options = options;
        _after = new StreamId[options.KeyCount];
        if (options.Count == 0)
            _options.Count = DefaultCount;
        if (options.GroupAt > 0)
            return;
        for (int i = 0; i < _after.Length; i++)
            _after[i] = IdOf(context, options.KeysAt + i, options.IdsAt + i);
    }

    /// <summary>Writes what is new in a stream; returns false when nothing is.</summary>
    public bool TryServe(ref CommandContext context, ReadOnlySpan<byte> key)
    {
        if (!context.Database.TryPeek(key, out Entry entry))
            return false;
        StreamValue stream = entry.Slot.Large<StreamValue>();
        if (_options.GroupAt == 0)
            return StreamCommands.TryServe(ref context, key, stream, AfterOf(context, key), _options.Count);

        if (stream.Groups.Find(context[_options.GroupAt]) is { } group)
            return StreamCommands.TryServe(ref context, key, stream, group, _options);
        context.Reply.Error(Errors.AwaitedGroupGone);
        return true;
    }

    private static StreamId IdOf(in CommandContext context, int key, int id)
    {
        if (!context.Is(id, "$"u8))
            return StreamCommands.CheckedId(context, id);

        return context.Database.TryPeek(context[key], out Entry entry) && entry.Type == ValueType.Stream
            ? entry.Slot.Large<StreamValue>().LastId
            : StreamId.Zero;
    }

    private StreamId AfterOf(in CommandContext context, ReadOnlySpan<byte> key)
    {
        int index = 0;
        while (!context[_options.KeysAt + index].SequenceEqual(key))
            index++;
        return _after[index];
    }
}
