using System.Globalization;
using Engine.Server.Keyspace;
using Engine.Server.Keyspace.Eviction;
using Store = Engine.Server.Keyspace.Keyspace;

namespace Engine.Server.Tests.Keyspace.Eviction;

/// <summary>
/// A cache with room for a twentieth of the keys, which are asked for as Zipf's law says: how many requests find their
/// key, beside what a list of all keys in the order of their use would find.
/// </summary>
public sealed class HitRateTests
{
    private const int Keys = 20_000;
    private const int Room = 1000;
    private const int Requests = 150_000;
    private const int RequestsPerSecond = 50;

    private static readonly int[] s_trace = Trace(seed: 11);
    private static readonly byte[][] s_keys =
        [.. Enumerable.Range(0, Keys).Select(key => BitConverter.GetBytes(key))];

    private static readonly double s_exactLru = ExactLru();

    [Fact]
    public void Sampled_lru_finds_almost_as_much_as_exact_lru() =>
        AssertAtLeast(s_exactLru - 1.5, HitRate(EvictionPolicy.AllKeysLru, samples: 5));

    [Fact]
    public void More_samples_come_closer_to_exact_lru() =>
        AssertAtLeast(s_exactLru - 0.5, HitRate(EvictionPolicy.AllKeysLru, samples: 20));

    [Fact]
    public void Frequencies_find_more_than_times_where_some_keys_are_always_popular() =>
        AssertAtLeast(s_exactLru + 1, HitRate(EvictionPolicy.AllKeysLfu, samples: 5));

    [Fact]
    public void Any_policy_that_looks_finds_more_than_chance() =>
        AssertAtLeast(HitRate(EvictionPolicy.AllKeysRandom, samples: 5) + 3, s_exactLru);

    private static void AssertAtLeast(double floor, double actual) => Assert.True(
        actual >= floor,
        string.Create(CultureInfo.InvariantCulture, $"{actual:F2} % of the requests were hits, not {floor:F2} %."));

    private static double HitRate(EvictionPolicy policy, int samples)
    {
        var time = new ManualClock();
        var clock = new EngineClock(time);
        var options = new EngineOptions { MaxMemoryPolicy = policy, MaxMemorySamples = samples };
        var store = new Store(1, clock, new DeletionSink((_, _) => { }), new Random(1), options);
        var eviction = new KeyEviction(store);
        int hits = 0;
        for (int i = 0; i < Requests; i++)
        {
            if (i % RequestsPerSecond == 0)
            {
                time.Advance(TimeSpan.FromSeconds(1));
                clock.Refresh();
                store.TimeMoved();
            }

            byte[] key = s_keys[s_trace[i]];
            if (store[0].TryRead(key, out _))
            {
                hits++;
                continue;
            }

            store[0].SetString(key, "v"u8);
            if (store[0].Count > Room && eviction.TryPick(out Database database, out uint handle))
                database.Evict(handle);
        }

        Assert.Equal(Room, store[0].Count);
        return 100.0 * hits / Requests;
    }

    private static double ExactLru()
    {
        var order = new LinkedList<int>();
        var nodes = new Dictionary<int, LinkedListNode<int>>();
        int hits = 0;
        foreach (int key in s_trace)
        {
            if (nodes.TryGetValue(key, out LinkedListNode<int>? node))
            {
                hits++;
                order.Remove(node);
                order.AddFirst(node);
                continue;
            }

            nodes.Add(key, order.AddFirst(key));
            if (nodes.Count <= Room)
                continue;
            nodes.Remove(order.Last!.Value);
            order.RemoveLast();
        }

        return 100.0 * hits / Requests;
    }

    /// <summary>The key of rank r is asked for with a probability in proportion to 1 / r.</summary>
    private static int[] Trace(int seed)
    {
        double[] sums = new double[Keys];
        double sum = 0;
        for (int rank = 1; rank <= Keys; rank++)
            sums[rank - 1] = sum += 1.0 / rank;
        var random = new Random(seed);
        int[] trace = new int[Requests];
        for (int i = 0; i < Requests; i++)
        {
            int place = Array.BinarySearch(sums, random.NextDouble() * sum);
            trace[i] = Math.Min(place < 0 ? ~place : place, Keys - 1);
        }

        return trace;
    }
}
