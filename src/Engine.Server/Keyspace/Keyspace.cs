using Engine.Server.Memory;

namespace Engine.Server.Keyspace;

/// <summary>All databases of one engine and what they share: the heap, the clock, the sink for effects.</summary>
internal sealed class Keyspace
{
    private readonly Database[] _databases;

    public Keyspace(int databases, EngineClock clock, IEffectSink effects, Random random)
    {
        Clock = clock;
        Effects = effects;
        Random = random;
        Heap = new PageHeap();
        HashSeed = (ulong)random.NextInt64();
        _databases = new Database[databases];
        for (int i = 0; i < databases; i++)
            _databases[i] = new Database(this, i);
    }

    public PageHeap Heap { get; }

    public EngineClock Clock { get; }

    public IEffectSink Effects { get; }

    public Random Random { get; }

    public ulong HashSeed { get; }

    public KeyspaceStatistics Statistics { get; } = new();

    /// <summary>Changes since the engine started; whoever saves remembers the number it saved.</summary>
    public long Changes { get; set; }

    /// <summary>What a key that is used now gets as its 24 access bits: the low bits of the time in seconds.</summary>
    public uint AccessClock { get; private set; }

    /// <summary>Expiry stands still while writes are paused: nothing may change then.</summary>
    public bool IsExpiryPaused { get; set; }

    public int DatabaseCount => _databases.Length;

    public Database this[int index] => _databases[index];

    /// <summary>Bytes of keys, values and tables.</summary>
    public long UsedBytes
    {
        get
        {
            long bytes = Heap.UsedBytes;
            foreach (Database database in _databases)
                bytes += database.TableBytes;
            return bytes;
        }
    }

    /// <summary>Called once per turn of the event loop, when time may have moved.</summary>
    public void TimeMoved() => AccessClock = (uint)(Clock.Now / 1000) & 0xFFFFFF;

    /// <summary>Exchanges the contents of two databases; clients stay connected to the index they selected.</summary>
    public void Swap(int first, int second) => _databases[first].SwapContents(_databases[second]);
}
