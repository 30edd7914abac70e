using System.Buffers;
using Engine.Server.DataTypes;
using Engine.Server.Keyspace;

namespace Engine.Server.Sessions;

/// <summary>
/// Publishes what happens to keys: the event to <c>__keyspace@0__:key</c>, the key to <c>__keyevent@0__:event</c>.
/// </summary>
internal sealed class KeyEventPublisher(PubSubRegistry pubSub) : IKeyEventSink
{
    private readonly ArrayBufferWriter<byte> _channel = new();

    public void Happened(KeyEvents wanted, int database, ReadOnlySpan<byte> name, ReadOnlySpan<byte> key)
    {
        if ((wanted & KeyEvents.ToKey) != 0)
            pubSub.Publish(Channel("__keyspace@"u8, database, key), name);
        if ((wanted & KeyEvents.ToEvent) != 0)
            pubSub.Publish(Channel("__keyevent@"u8, database, name), key);
    }

    private ReadOnlySpan<byte> Channel(ReadOnlySpan<byte> prefix, int database, ReadOnlySpan<byte> subject)
    {
        _channel.ResetWrittenCount();
        _channel.Write(prefix);
        _channel.Advance(Numbers.Format(database, _channel.GetSpan(Numbers.LongLength)));
        _channel.Write("__:"u8);
        _channel.Write(subject);
        return _channel.WrittenSpan;
    }
}
