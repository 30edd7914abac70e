using Engine.Server.Memory;

namespace Engine.Server.Tests.Memory;

/// <summary>A table beside a dictionary that says what it should hold.</summary>
internal sealed class HandleTableModel
{
    private readonly TableUnderTest _subject = new();
    private readonly Dictionary<int, uint> _expected = [];

    public int Count => _expected.Count;

    public HandleTable<Records> Table => _subject.Table;

    /// <summary>Does what the action's number says to the key of that number.</summary>
    public void Step(int action, int number)
    {
        byte[] key = Records.Key(number);
        ulong hash = Records.Hash(key);
        bool isPresent = _expected.TryGetValue(number, out uint handle);
        Assert.Equal(handle, _subject.Find(key));
        switch (action % 8)
        {
            case 0 when isPresent:
                Assert.True(_subject.Move(key));
                _expected[number] = _subject.Find(key);
                break;
            case <= 3:
                if (!isPresent)
                    _expected.Add(number, _subject.Add(key));
                break;
            case 4:
                RemoveByHandle(number, handle, hash);
                break;
            case 5:
                Replace(number, handle, hash);
                break;
            default:
                Assert.Equal(isPresent, _subject.Remove(key));
                _expected.Remove(number);
                break;
        }
        Assert.Equal(_expected.Count, Table.Count);
    }

    public void Check()
    {
        Assert.Equal(_expected.Values.Order(), _subject.Handles().Order());
        foreach ((int number, uint handle) in _expected)
            Assert.Equal(handle, _subject.Find(Records.Key(number)));
        Assert.Equal(_expected.Count, _subject.Heap.BlockCount);
        CollectingVisitor everything = new();
        ulong cursor = 0;
        do
            cursor = Table.Scan(cursor, ref everything);
        while (cursor != 0);
        Assert.Equal(_expected.Values.Order(), everything.Handles.Order());
    }

    private void RemoveByHandle(int number, uint handle, ulong hash)
    {
        Assert.Equal(handle != 0, Table.RemoveHandle(handle, hash));
        if (_expected.Remove(number))
            _subject.Heap.Free(handle);
    }

    private void Replace(int number, uint handle, ulong hash)
    {
        uint moved = _subject.Records.Create(Records.Key(number));
        if (Table.Replace(handle, moved, hash))
        {
            _subject.Heap.Free(handle);
            _expected[number] = moved;
        }
        else
        {
            Assert.Equal(0u, handle);
            _subject.Heap.Free(moved);
        }
    }
}
