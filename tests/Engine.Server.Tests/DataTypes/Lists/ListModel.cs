using System.Globalization;
using System.Text;
using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Lists;
using Engine.Server.DataTypes.Packs;
using Engine.Server.Memory;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Tests.DataTypes.Lists;

/// <summary>A list in a store of its own, beside a plain list of what it should hold.</summary>
internal sealed class ListModel
{
    private const string Key = "list";

    private readonly ValueStore _store;
    private readonly List<byte[]> _elements = [];
    private readonly int _longest;
    private byte _kind = (byte)ValueType.List | (byte)ValueEncoding.ListPack << 4;
    private uint _word;

    /// <param name="limits">The limits of nodes.</param>
    /// <param name="longest">The longest value that random steps use.</param>
    public ListModel(EncodingLimits limits, int longest)
    {
        _store = new ValueStore(new PageHeap(), limits, 0, new Random(1));
        _longest = longest;
        _word = ListPackEditor.Create(_store.Heap);
    }

    public bool IsLarge => Slot.Encoding == ValueEncoding.QuickList;

    public int Count => _elements.Count;

    private ValueSlot Slot => new(_store, ref _kind, ref _word);

    private ListValue List => new(Slot);

    /// <summary>The bytes of each node in hexadecimal digits, those of plain ones behind a <c>plain</c>.</summary>
    public string[] Nodes()
    {
        if (!IsLarge)
            return _elements.Count == 0 ? [] : [Describe(isPlain: false, Slot.Block[..ListPack.Length(Slot.Block)])];
        QuickList list = Slot.Large<QuickList>();
        return [.. Enumerable.Range(0, list.NodeCount).Select(i => Describe(list.Node(i).IsPlain, list.Contents(i)))];
    }

    public static string Describe(bool isPlain, ReadOnlySpan<byte> contents) =>
        (isPlain ? "plain " : "") + Convert.ToHexString(contents);

    /// <summary>One random change. Returns the command of Redis that does the same.</summary>
    public string[] Step(Random random, int pushes)
    {
        if (_elements.Count == 0 || random.Next(100) < pushes)
            return Push(random);
        return random.Next(10) switch
        {
            < 3 => Pop(random.Next(2) == 0),
            3 or 4 => Insert(random),
            5 or 6 => Set(random),
            7 => Remove(random),
            8 when random.Next(10) == 0 => Trim(random),
            _ => Push(random),
        };
    }

    public void Check()
    {
        Assert.Equal(_elements.Count, List.Count);
        CheckWalk(backwards: false);
        CheckWalk(backwards: true);
        Assert.False(List.At(_elements.Count).IsAtElement);
        Assert.False(List.At(-_elements.Count - 1L).IsAtElement);
        Assert.False(List.At(long.MaxValue).IsAtElement);
        Assert.False(List.At(long.MinValue).IsAtElement);
        CheckBytes();
    }

    /// <summary>A copy holds the same, and neither it nor the original leaves blocks behind.</summary>
    public void CheckCopyAndFree()
    {
        long before = _store.Heap.UsedBytes;
        uint word = _store.Copy(Slot);
        ValueSlot copy = new(_store, ref _kind, ref word);
        ListCursor cursor = new ListValue(copy).At(0);
        foreach (byte[] element in _elements)
        {
            Assert.True(element.AsSpan().SequenceEqual(Text(cursor)));
            cursor.MoveNext();
        }
        _store.Free(copy);
        Assert.Equal(before, _store.Heap.UsedBytes);
        _store.Free(Slot);
        Assert.Equal(0, _store.Heap.UsedBytes);
        Assert.Equal(0, _store.ManagedBytes);
    }

    private string[] Push(Random random)
    {
        string value = RandomValue(random);
        bool atHead = random.Next(3) == 0;
        List.Push(Bytes(value), atHead);
        _elements.Insert(atHead ? 0 : _elements.Count, Bytes(value));
        return [atHead ? "LPUSH" : "RPUSH", Key, value];
    }

    private string[] Pop(bool fromHead)
    {
        List.Pop(fromHead);
        _elements.RemoveAt(fromHead ? 0 : _elements.Count - 1);
        return [fromHead ? "LPOP" : "RPOP", Key];
    }

    private string[] Insert(Random random)
    {
        byte[] pivot = _elements[random.Next(_elements.Count)];
        int index = _elements.FindIndex(element => element.AsSpan().SequenceEqual(pivot));
        string value = RandomValue(random);
        bool after = random.Next(2) == 0;
        List.Insert(List.At(index), Bytes(value), after);
        _elements.Insert(after ? index + 1 : index, Bytes(value));
        return ["LINSERT", Key, after ? "AFTER" : "BEFORE", Encoding.ASCII.GetString(pivot), value];
    }

    private string[] Set(Random random)
    {
        int index = random.Next(_elements.Count);
        string value = RandomValue(random);
        List.Replace(List.At(index - _elements.Count), Bytes(value));
        _elements[index] = Bytes(value);
        return ["LSET", Key, Text(index), value];
    }

    private string[] Remove(Random random)
    {
        byte[] value = _elements[random.Next(_elements.Count)];
        int count = random.Next(-3, 4);
        long removed = 0;
        long wanted = count == 0 ? long.MaxValue : Math.Abs(count);
        for (int i = count < 0 ? _elements.Count - 1 : 0; i >= 0 && i < _elements.Count && removed < wanted;)
        {
            bool matches = _elements[i].AsSpan().SequenceEqual(value);
            if (matches)
                _elements.RemoveAt(i);
            removed += matches ? 1 : 0;
            i += count < 0 ? -1 : matches ? 0 : 1;
        }
        Assert.Equal(removed, List.Remove(value, count));
        return ["LREM", Key, Text(count), Encoding.ASCII.GetString(value)];
    }

    private string[] Trim(Random random)
    {
        int index = random.Next(_elements.Count);
        int count = random.Next(1, _elements.Count - index + 1);
        List.Trim(index, count);
        _elements.RemoveRange(index + count, _elements.Count - index - count);
        _elements.RemoveRange(0, index);
        return ["LTRIM", Key, Text(index), Text(index + count - 1)];
    }

    private void CheckWalk(bool backwards)
    {
        ListCursor cursor = List.At(backwards ? -1 : 0);
        for (int i = 0; i < _elements.Count; i++)
        {
            int index = backwards ? _elements.Count - 1 - i : i;
            Assert.True(cursor.IsAtElement);
            Assert.True(_elements[index].AsSpan().SequenceEqual(Text(cursor)));
            if (i % 7 == 0)
                Assert.True(_elements[index].AsSpan().SequenceEqual(Text(List.At(index))));
            cursor.Move(backwards);
        }
        Assert.False(cursor.IsAtElement);
    }

    private void CheckBytes()
    {
        long blocks = IsLarge ? Slot.Large<QuickList>().NodeCount : 1;
        Assert.Equal(blocks, _store.Heap.BlockCount);
        Assert.Equal(_store.Heap.UsedBytes + _store.ManagedBytes, _store.MemoryBytes(Slot));
        long text = _elements.Sum(element => (long)element.Length);
        Assert.InRange(_store.Heap.UsedBytes, 0, 2 * text + 12 * _elements.Count + 80 * blocks);
    }

    private string RandomValue(Random random) => random.Next(4) switch
    {
        0 => Text(random.Next(20)),
        1 => new string((char)('a' + random.Next(26)), random.Next(_longest)),
        2 => Text(random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64)),
        _ => new string((char)('a' + random.Next(3)), random.Next(4)),
    };

    private static ReadOnlySpan<byte> Text(in ListCursor cursor) =>
        cursor.Current.Text(new byte[Numbers.LongLength]);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static byte[] Bytes(string value) => Encoding.ASCII.GetBytes(value);
}
