using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Serialization;
using Engine.Server.Keyspace;
using Engine.Server.Persistence.Snapshots;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Persistence.Logs;

/// <summary>
/// Words the base of an append-only file as commands, for <c>aof-use-rdb-preamble no</c>: SET for strings, RESTORE for
/// everything else, which keeps the encoding as well.
/// </summary>
internal sealed class CommandFormat(ISnapshotOutput output, EngineOptions options) : ISnapshotFormat
{
    private const int PieceLength = 64 * 1024;

    private readonly CommandBuffer _buffer = new();
    private readonly ValueWriter _value = new() { Compresses = options.RdbCompression };
    private int _database = -1;

    public void Begin(SnapshotHead head)
    {
        foreach (byte[] library in head.Libraries)
        {
            _buffer.Begin(3);
            _buffer.Add("FUNCTION"u8);
            _buffer.Add("LOAD"u8);
            _buffer.Add(library);
        }
    }

    public void Add(int database, in Entry entry)
    {
        if (database != _database)
            _buffer.Select(_database = database);
        if (entry.Type == ValueType.String)
            AddString(entry);
        else
            AddCollection(entry);
        if (_buffer.Length >= PieceLength)
            HandOn();
    }

    public void End() => HandOn();

    private void AddString(in Entry entry)
    {
        Span<byte> digits = stackalloc byte[Numbers.LongLength];
        _buffer.Begin(entry.HasExpiry ? 5 : 3);
        _buffer.Add("SET"u8);
        _buffer.Add(entry.Key);
        _buffer.Add(entry.Text(digits));
        if (!entry.HasExpiry)
            return;
        _buffer.Add("PXAT"u8);
        _buffer.Add(entry.Expiry);
    }

    private void AddCollection(in Entry entry)
    {
        _value.Clear();
        _value.Type(entry.SerializedType);
        entry.Write(_value);
        DumpPayload.Close(_value);
        _buffer.Begin(entry.HasExpiry ? 5 : 4);
        _buffer.Add("RESTORE"u8);
        _buffer.Add(entry.Key);
        _buffer.Add(entry.HasExpiry ? entry.Expiry : 0);
        _buffer.Add(_value.Written);
        if (entry.HasExpiry)
            _buffer.Add("ABSTTL"u8);
    }

    private void HandOn()
    {
        output.Write(_buffer.Written);
        _buffer.Clear();
    }
}
