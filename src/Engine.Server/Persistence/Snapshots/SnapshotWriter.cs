using System.Globalization;
using System.Text;
using Engine.Server.DataTypes.Serialization;
using Engine.Server.Keyspace;

namespace Engine.Server.Persistence.Snapshots;

/// <summary>
/// Words a snapshot in the format of Redis, version 10. The engine thread does it, and hands the bytes on in pieces.
/// </summary>
internal sealed class SnapshotWriter : ISnapshotFormat
{
    private const int PieceLength = 64 * 1024;

    /// <summary>What is written of a value is never much larger than the value, and has to fit one array.</summary>
    private const long LargestValue = 1L << 30;

    private readonly ISnapshotOutput _output;
    private readonly ValueWriter _writer;
    private readonly EvictionFields _eviction;
    private readonly bool[] _hasSizes;
    private IReadOnlyList<(long Keys, long Expiring)> _sizes = [];
    private int _database = -1;

    public SnapshotWriter(ISnapshotOutput output, Keyspace.Keyspace keyspace)
    {
        _output = output;
        _writer = new ValueWriter { Compresses = keyspace.Options.RdbCompression };
        _eviction = new EvictionFields(keyspace);
        _hasSizes = new bool[keyspace.DatabaseCount];
    }

    public static bool CanWrite(in Entry entry) => entry.MemoryBytes <= LargestValue;

    public static IOException TooLarge(in Entry entry) =>
        new($"The value of the key '{Encoding.UTF8.GetString(entry.Key)}' takes {entry.MemoryBytes} bytes, and a value "
            + $"of more than {LargestValue} cannot be written. Split it.");

    public void Begin(SnapshotHead head)
    {
        _sizes = head.TableSizes;
        _writer.Bytes("REDIS"u8);
        _writer.Bytes(Encoding.ASCII.GetBytes(DumpPayload.Version.ToString("D4", CultureInfo.InvariantCulture)));
        Auxiliary("redis-ver"u8, Encoding.ASCII.GetBytes(head.RedisVersion));
        Auxiliary("redis-bits"u8, 64);
        Auxiliary("ctime"u8, head.CreatedAt);
        Auxiliary("used-mem"u8, head.UsedMemory);
        Auxiliary("aof-base"u8, head.IsBaseOfLog ? 1 : 0);
        foreach (byte[] library in head.Libraries)
        {
            Write(Opcode.FunctionLibrary);
            _writer.Text(library);
            HandOnWhenLong();
        }
    }

    public void Add(int database, in Entry entry)
    {
        if (database != _database)
            Select(database);
        if (entry.HasExpiry)
        {
            Write(Opcode.ExpiryInMilliseconds);
            _writer.Int64(entry.Expiry);
        }

        _eviction.Write(_writer, entry);
        _writer.Type(entry.SerializedType);
        _writer.Text(entry.Key);
        entry.Write(_writer);
        HandOnWhenLong();
    }

    public void End()
    {
        Write(Opcode.End);
        HandOn();
    }

    private void Select(int database)
    {
        _database = database;
        Write(Opcode.SelectDatabase);
        _writer.Length(database);
        if (_hasSizes[database])
            return;
        _hasSizes[database] = true;
        Write(Opcode.TableSizes);
        _writer.Length(_sizes[database].Keys);
        _writer.Length(_sizes[database].Expiring);
    }

    private void Auxiliary(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Write(Opcode.Auxiliary);
        _writer.Text(name);
        _writer.Text(value);
    }

    private void Auxiliary(ReadOnlySpan<byte> name, long value)
    {
        Write(Opcode.Auxiliary);
        _writer.Text(name);
        _writer.Integer(value);
    }

    private void Write(Opcode opcode) => _writer.Byte((byte)opcode);

    private void HandOnWhenLong()
    {
        if (_writer.Written.Length >= PieceLength)
            HandOn();
    }

    private void HandOn()
    {
        _output.Write(_writer.Written);
        _writer.Clear();
    }
}
