namespace Engine.Server.Tests.Memory;

/// <summary>Keys that share their chain and their tag, so that overflow buckets and key comparisons decide.</summary>
public sealed class HandleTableChainTests
{
    private const int CollidingKeys = 60;

    private static readonly Lazy<byte[][]> Colliding = new(FindCollidingKeys);

    private readonly TableUnderTest _subject = new();

    [Fact]
    public void Colliding_keys_are_told_apart()
    {
        foreach (byte[] key in Colliding.Value)
            _subject.Add(key);

        foreach (byte[] key in Colliding.Value)
            Assert.Equal(key, _subject.Records.KeyOf(_subject.Find(key)));
        Assert.Equal(CollidingKeys, _subject.Handles().Distinct().Count());
    }

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    public void Colliding_keys_are_removed_in_any_order(int seed)
    {
        Random random = new(seed);
        byte[][] keys = [.. Colliding.Value];
        foreach (byte[] key in keys)
            _subject.Add(key);

        random.Shuffle(keys);
        for (int removed = 0; removed < keys.Length; removed++)
        {
            Assert.True(_subject.Remove(keys[removed]));
            Assert.Equal(0u, _subject.Find(keys[removed]));
            foreach (byte[] key in keys[(removed + 1)..])
                Assert.NotEqual(0u, _subject.Find(key));
        }
        Assert.Empty(_subject.Handles());
    }

    [Fact]
    public void Overflow_buckets_are_used_again()
    {
        _subject.AddRange(0, 1000);
        while (_subject.Table.RehashStep(100))
            Assert.True(_subject.Table.IsRehashing);
        long most = 0;
        for (int round = 0; round < 20; round++)
        {
            foreach (byte[] key in Colliding.Value)
                _subject.Add(key);
            if (round == 0)
                most = _subject.Table.MemoryBytes;
            Assert.Equal(most, _subject.Table.MemoryBytes);
            foreach (byte[] key in Colliding.Value)
                Assert.True(_subject.Remove(key));
        }
    }

    [Fact]
    public void Long_chain_is_visited_whole_and_drawn_from_whole()
    {
        foreach (byte[] key in Colliding.Value)
            _subject.Add(key);
        while (_subject.Table.RehashStep(1))
            Assert.True(_subject.Table.IsRehashing);

        CollectingVisitor visitor = new();
        for (ulong cursor = _subject.Table.Scan(0, ref visitor); cursor != 0 && visitor.Handles.Count == 0;)
            cursor = _subject.Table.Scan(cursor, ref visitor);
        Assert.Equal(CollidingKeys, visitor.Handles.Distinct().Count());

        Random random = new(1);
        HashSet<uint> drawn = [];
        for (int count = 0; count < 2000; count++)
            drawn.Add(_subject.Table.Random(random));
        Assert.Equal(CollidingKeys, drawn.Count);
    }

    /// <summary>Keys whose hashes agree in their low eight bits, which select the chain, and in the tag.</summary>
    private static byte[][] FindCollidingKeys()
    {
        const ulong mask = 0xFF00_0000_0000_00FF;
        ulong wanted = Records.Hash("collision:"u8) & mask;
        List<byte[]> keys = [];
        Span<byte> key = stackalloc byte[20];
        "collision:"u8.CopyTo(key);
        for (int number = 0; keys.Count < CollidingKeys; number++)
        {
            number.TryFormat(key[10..], out int digits, default, System.Globalization.CultureInfo.InvariantCulture);
            if ((Records.Hash(key[..(10 + digits)]) & mask) == wanted)
                keys.Add(key[..(10 + digits)].ToArray());
        }
        return [.. keys];
    }
}
