using System.Globalization;
using System.Text;
using Engine.Server.Commands.Scripting;
using Engine.Server.DataTypes.Serialization;
using Engine.Server.Keyspace;

namespace Engine.Server.Persistence.Snapshots;

/// <summary>
/// Loads a snapshot: those of versions 1 to 12, as far as their values are of types that Redis 7.0 knows. Anything
/// else is refused with the file's name and the offset at which it stands.
/// </summary>
internal sealed class SnapshotLoader
{
    private const int HeaderLength = 9;
    private const int ShortestRecord = 3;
    private const int LowestVersion = 1;
    private const int HighestVersion = 12;
    private const int LowestVersionWithChecksum = 5;

    private readonly Keyspace.Keyspace _keyspace;
    private readonly IFunctionHost _functions;
    private readonly LoadProgress _progress;
    private readonly CollectionReader _values;
    private readonly TextBuffer _key = new();
    private readonly FileWindow _window;
    private readonly string _path;
    private readonly LoadMode _mode;
    private int _version;
    private int _database;
    private long _expiry = Database.NoExpiry;
    private long _idleSeconds = -1;
    private int _frequency = -1;

    /// <param name="window">What it is loaded from.</param>
    /// <param name="path">How to name it.</param>
    /// <param name="keyspace">Where the keys go.</param>
    /// <param name="functions">Where the functions go.</param>
    /// <param name="progress">What is told of each value.</param>
    /// <param name="mode">What becomes of expired keys and of keys that are there already.</param>
    public SnapshotLoader(
        FileWindow window,
        string path,
        Keyspace.Keyspace keyspace,
        IFunctionHost functions,
        LoadProgress progress,
        LoadMode mode)
    {
        _window = window;
        _path = path;
        _keyspace = keyspace;
        _functions = functions;
        _progress = progress;
        _mode = mode;
        _values = new CollectionReader(keyspace.Values);
    }

    /// <exception cref="InvalidDataException">The file is damaged, or newer than 7.0.</exception>
    public void Load(bool verifiesChecksum)
    {
        _window.HasChecksum = verifiesChecksum;
        LoadHeader();
        while (TryLoadNext())
            continue;
        _window.HasChecksum = false;
        ulong computed = _window.Checksum;
        if (_version < LowestVersionWithChecksum)
            return;
        long offset = _window.Offset;
        if (!_window.TryReadChecksum(out ulong written))
            throw Damage("the file ends before its checksum");
        if (verifiesChecksum && written != 0 && written != computed)
        {
            throw DamagedFile.At(_path, offset, string.Create(
                CultureInfo.InvariantCulture, $"the checksum is {written:x16} where {computed:x16} was computed"));
        }
    }

    private void LoadHeader()
    {
        if (_window.Unread.Length < HeaderLength)
            _window.TryExtend(HeaderLength - _window.Unread.Length);
        if (_window.Unread.Length < HeaderLength)
            throw Damage("the file ends within its header");
        ReadOnlySpan<byte> header = _window.Unread[..HeaderLength];
        string digits = Encoding.Latin1.GetString(header[5..]);
        if (!header.StartsWith("REDIS"u8)
            || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out _version))
        {
            throw Damage("it does not begin as a snapshot does, with REDIS and a version of four digits");
        }

        if (_version is < LowestVersion or > HighestVersion)
            throw Damage($"it is of version {_version}; versions {LowestVersion} to {HighestVersion} can be loaded");
        _window.Advance(HeaderLength);
    }

    /// <summary>Loads one record, reading on in the file until all of it is there. False at the end.</summary>
    private bool TryLoadNext()
    {
        while (true)
        {
            var reader = new ValueReader(_window.Unread);
            var opcode = (Opcode)reader.Byte();
            if (!reader.IsBroken)
                LoadRecord(ref reader, opcode);
            if (!reader.IsBroken)
            {
                int length = reader.Position;
                _window.Advance(length);
                _progress.Advance(length);
                return opcode != Opcode.End;
            }

            if (reader.MissingBytes == 0)
                throw Damage($"a record of type {(byte)opcode} is not well-formed");
            if (!_window.TryExtend(reader.MissingBytes))
                throw Damage("the file ends within a record");
        }
    }

    private void LoadRecord(ref ValueReader reader, Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.End:
                break;
            case Opcode.SelectDatabase:
                Select(reader.Length());
                break;
            case Opcode.TableSizes:
                Reserve(reader.Length(), reader.Length());
                break;
            case Opcode.Auxiliary:
                reader.Text(_key);
                reader.Text(_key);
                break;
            case Opcode.ExpiryInMilliseconds:
                _expiry = reader.Int64();
                break;
            case Opcode.ExpiryInSeconds:
                _expiry = reader.Int32() * 1000L;
                break;
            case Opcode.IdleTime:
                _idleSeconds = reader.Length();
                break;
            case Opcode.Frequency:
                _frequency = reader.Byte();
                break;
            case Opcode.FunctionLibrary:
                LoadLibrary(ref reader);
                break;
            default:
                LoadKey(ref reader, (SerializedType)opcode);
                break;
        }
    }

    private void Select(long database)
    {
        if (database >= _keyspace.DatabaseCount)
        {
            throw Damage($"keys of database {database} follow; there are {_keyspace.DatabaseCount} databases, "
                + "which the directive databases sets");
        }

        _database = (int)database;
    }

    /// <summary>What a file says of its own size counts as far as its length allows it.</summary>
    private void Reserve(long keys, long expiring)
    {
        long most = _window.Length / ShortestRecord;
        if (keys <= most && expiring <= most)
            _keyspace[_database].Reserve(keys, expiring);
    }

    private void LoadLibrary(ref ValueReader reader)
    {
        ReadOnlySpan<byte> code = reader.Text(_key);
        if (reader.IsBroken)
            return;
        if (_functions.Load(code, replaces: _mode == LoadMode.Merge, out string error) is null)
            throw Damage($"a library of functions was refused: {error}");
    }

    private void LoadKey(ref ValueReader reader, SerializedType type)
    {
        if (!CollectionReader.Knows(type))
            throw Damage($"a record has the type {(byte)type}, which Redis 7.0 does not know");
        ReadOnlySpan<byte> key = reader.Text(_key);
        if (reader.IsBroken)
            return;

        bool isValue = _values.TryRead(ref reader, type, out LoadedValue value);
        if (reader.IsBroken)
            return;

        // An empty collection is no value of a key; old versions wrote some, and Redis leaves them out as well.
        if (isValue)
            Add(key, value);
        _expiry = Database.NoExpiry;
        _idleSeconds = -1;
        _frequency = -1;
    }

    private void Add(ReadOnlySpan<byte> key, scoped in LoadedValue value)
    {
        if (_expiry != Database.NoExpiry && _mode != LoadMode.BaseOfLog && _expiry < _keyspace.Clock.Now)
        {
            _keyspace.Values.Free(value);
            _progress.ExpiredKeys++;
            return;
        }

        Database database = _keyspace[_database];
        if (_mode == LoadMode.Merge)
            database.Remove(key);
        if (!database.TryAddLoaded(key, value, _expiry))
        {
            _keyspace.Values.Free(value);
            throw Damage($"the key '{Encoding.UTF8.GetString(key)}' stands for a second time");
        }

        database.RestoreAccess(key, _idleSeconds, _frequency);
        _progress.LoadedKeys++;
    }

    private InvalidDataException Damage(string reason) => DamagedFile.At(_path, _window.Offset, reason);
}
