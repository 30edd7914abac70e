using System.Runtime.InteropServices;
using System.Globalization;
using System.Text;
using Engine.Server.DataTypes;
using Engine.Server.Keyspace;
using Store = Engine.Server.Keyspace.Keyspace;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Tests.Keyspace;

/// <summary>
/// A keyspace beside plain dictionaries that should hold the same. The dictionaries keep expired keys until the
/// keyspace says that it deleted them.
/// </summary>
internal sealed class KeyspaceModel
{
    private const int Keys = 300;

    private readonly ManualClock _time = new();
    private readonly EngineClock _clock;
    private readonly Random _random;
    private readonly Dictionary<string, ModelEntry>[] _databases = [[], [], []];
    private long _expired;

    public KeyspaceModel(int seed)
    {
        _random = new Random(seed);
        _clock = new EngineClock(_time);
        Store = new Store(_databases.Length, _clock, new DeletionSink(Deleted), new Random(seed));
    }

    public Store Store { get; }

    /// <summary>One random operation on both.</summary>
    public void Step()
    {
        int index = _random.Next(_databases.Length);
        switch (_random.Next(20))
        {
            case < 8:
                Set(index);
                break;
            case < 11:
                Resize(index);
                break;
            case 11:
                SetExpiry(index);
                break;
            case 12:
                Count(index);
                break;
            case 13:
                Transfer(index, copies: false);
                break;
            case 14:
                Transfer(index, copies: true);
                break;
            case < 17:
                Remove(index);
                break;
            case 17:
                Pick(index);
                break;
            case 18:
                PassTime();
                break;
            default:
                Rearrange(index);
                break;
        }
    }

    /// <summary>Deletes every key, one by one.</summary>
    public void RemoveAll()
    {
        for (int index = 0; index < _databases.Length; index++)
        {
            foreach (string key in _databases[index].Keys.ToArray())
                Assert.Equal(Forget(index, key), Store[index].Remove(Latin(key)));
            while (Store[index].RehashStep(1000))
                continue;
        }

        while (Store.Reclaim(1000))
            continue;
    }

    /// <summary>Compares all that both hold.</summary>
    public void Check()
    {
        long bytes = 0;
        for (int index = 0; index < _databases.Length; index++)
        {
            Database database = Store[index];
            Dictionary<string, ModelEntry> expected = _databases[index];
            int held = 0;
            foreach (uint handle in database)
            {
                Entry entry = database.EntryOf(handle);
                held++;
                bytes += entry.MemoryBytes;
                Check(expected[Encoding.Latin1.GetString(entry.Key)], entry);
            }

            Assert.Equal(expected.Count, held);
            Assert.Equal(expected.Count, database.Count);
            Assert.Equal(expected.Values.Count(entry => entry.HasExpiry), database.ExpiringCount);
            bytes += database.TableBytes;
        }

        Assert.Equal(_expired, Store.Statistics.ExpiredKeys);
        if (Store.Unreclaimed == 0)
            Assert.Equal(bytes, Store.UsedBytes);
        else
            Assert.True(bytes < Store.UsedBytes);
    }

    private static void Check(ModelEntry expected, in Entry actual)
    {
        Assert.Equal(ValueType.String, actual.Type);
        Assert.Equal(expected.Expiry, actual.Expiry);
        Assert.Equal(expected.Encoding, actual.Encoding);
        Assert.True(actual.Bytes.SequenceEqual(expected.Bytes), $"{expected.Text} is expected.");
    }

    private void Deleted(int database, string key)
    {
        Assert.True(_databases[database][key].IsExpired(_clock.Now), $"{key} has not expired.");
        _databases[database].Remove(key);
        _expired++;
    }

    private void Set(int index)
    {
        string key = NewKey();
        long expiry = NewExpiry();
        string text = NewText();
        switch (_random.Next(4))
        {
            case 0:
                Store[index].SetText(Latin(key), Latin(text), expiry);
                _databases[index][key] = ModelEntry.OfPlainText(text, expiry);
                break;
            case 1:
                Store[index].SetRaw(Latin(key), Latin(text), expiry);
                _databases[index][key] = new ModelEntry(text, ValueEncoding.Raw, expiry);
                break;
            default:
                Store[index].SetString(Latin(key), Latin(text), expiry);
                _databases[index][key] = ModelEntry.OfText(text, expiry);
                break;
        }
    }

    private void Resize(int index)
    {
        string key = NewKey();
        if (!IsFound(index, key))
            return;
        ModelEntry old = _databases[index][key];
        int length = _random.Next(3) == 0 ? NewText().Length : old.Text.Length + _random.Next(30);
        string text = old.Text.Length > length ? old.Text[..length] : old.Text.PadRight(length, '\0');
        Span<byte> bytes = Store[index].ResizeString(Latin(key), length);
        Assert.Equal(text, Encoding.Latin1.GetString(bytes));
        string edited = string.Concat(text.Take(length / 2)) + new string('e', length - length / 2);
        Latin(edited).CopyTo(bytes);
        _databases[index][key] = new ModelEntry(edited, ValueEncoding.Raw, old.Expiry);
    }

    private void SetExpiry(int index)
    {
        string key = NewKey();
        if (!IsFound(index, key))
            return;
        long expiry = NewExpiry();
        Store[index].SetExpiry(Latin(key), expiry);
        _databases[index][key] = _databases[index][key] with { Expiry = expiry };
    }

    private void Count(int index)
    {
        string key = NewKey();
        if (!Store[index].TryEdit(Latin(key), out Entry entry) || !entry.IsInteger)
            return;
        long value = _random.NextInt64();
        MemoryMarshal.Write(entry.Bytes, value);
        _databases[index][key] = _databases[index][key] with { Text = value.ToString(CultureInfo.InvariantCulture) };
    }

    private void Transfer(int index, bool copies)
    {
        string key = NewKey();
        string newKey = NewKey();
        int destination = _random.Next(_databases.Length);
        if (!IsFound(index, key) || IsFound(destination, newKey))
            return;
        ModelEntry entry = _databases[index][key];
        if (copies)
        {
            Store[index].Copy(Latin(key), Store[destination], Latin(newKey));
        }
        else
        {
            long expiry = _random.Next(2) == 0 ? entry.Expiry : NewExpiry();
            Store[index].Transfer(Latin(key), Store[destination], Latin(newKey), expiry);
            entry = entry with { Expiry = expiry };
            _databases[index].Remove(key);
        }

        _databases[destination][newKey] = entry;
    }

    private void Remove(int index)
    {
        string key = NewKey();
        Assert.Equal(Forget(index, key), Store[index].Remove(Latin(key)));
    }

    private void Pick(int index)
    {
        bool isPicked = Store[index].TryPickRandom(out Entry entry);
        Assert.Equal(_databases[index].Values.Any(other => !other.IsExpired(_clock.Now)), isPicked);
        if (isPicked)
            Assert.False(_databases[index][Encoding.Latin1.GetString(entry.Key)].IsExpired(_clock.Now));
    }

    private void PassTime()
    {
        _time.Advance(TimeSpan.FromMilliseconds(_random.Next(100)));
        _clock.Refresh();
        Store.TimeMoved();
    }

    private void Rearrange(int index)
    {
        switch (_random.Next(40))
        {
            case < 10:
                Store[index].DeleteExpiredSample(20, out _);
                break;
            case < 20:
                Store[index].DeleteAllExpired();
                Assert.DoesNotContain(_databases[index].Values, entry => entry.IsExpired(_clock.Now));
                break;
            case < 30:
                Store[index].RehashStep(5);
                Store.Reclaim(20);
                break;
            case < 37:
                int other = _random.Next(_databases.Length);
                Store.Swap(index, other);
                (_databases[index], _databases[other]) = (_databases[other], _databases[index]);
                break;
            case < 39:
                Store.Flush(index, isLazy: _random.Next(2) == 0);
                _databases[index].Clear();
                break;
            default:
                Store.FlushAll();
                Array.ForEach(_databases, database => database.Clear());
                break;
        }
    }

    /// <summary>Whether the keyspace finds a key, which must be what the model says.</summary>
    private bool IsFound(int index, string key)
    {
        bool isAlive = _databases[index].TryGetValue(key, out ModelEntry? entry) && !entry.IsExpired(_clock.Now);
        Assert.Equal(isAlive, Store[index].TryRead(Latin(key), out Entry found));
        if (isAlive)
            Check(entry!, found);
        return isAlive;
    }

    /// <summary>
    /// Takes a key out of the model, unless it is expired: the keyspace will tell of that. Returns whether it was
    /// there.
    /// </summary>
    private bool Forget(int index, string key) =>
        _databases[index].TryGetValue(key, out ModelEntry? entry)
        && !entry.IsExpired(_clock.Now)
        && _databases[index].Remove(key);

    private string NewKey() => $"key{_random.Next(Keys)}{new string('k', _random.Next(40) / 39 * 200)}";

    private long NewExpiry() => _random.Next(3) == 0 ? _clock.Now + _random.Next(-20, 2000) : Database.NoExpiry;

    private string NewText() => _random.Next(8) switch
    {
        0 => _random.NextInt64(long.MinValue, long.MaxValue).ToString(CultureInfo.InvariantCulture),
        1 => _random.Next(1000).ToString(CultureInfo.InvariantCulture),
        2 => new string('l', _random.Next(20_000)),
        3 => new string('i', 4096 + _random.Next(-3, 4)),
        4 => new string('e', 44 + _random.Next(-2, 3)),
        5 => "",
        _ => new string('s', _random.Next(300)),
    };

    private static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);
}
