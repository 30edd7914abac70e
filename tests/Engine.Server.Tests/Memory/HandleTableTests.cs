using System.Runtime.CompilerServices;
using Engine.Server.Memory;

namespace Engine.Server.Tests.Memory;

public sealed class HandleTableTests
{
    private readonly TableUnderTest _subject = new();

    [Fact]
    public void Empty_table_finds_nothing_and_holds_no_memory()
    {
        Assert.Equal(0u, _subject.Find("a"u8));
        Assert.False(_subject.Remove("a"u8));
        Assert.True(Unsafe.IsNullRef(ref _subject.Table.FindSlot("a"u8, Records.Hash("a"u8))));
        Assert.Equal(0u, _subject.Table.Random(new Random(1)));
        Assert.Empty(_subject.Handles());
        Assert.Equal(0, _subject.Table.Count);
        Assert.Equal(0, _subject.Table.MemoryBytes);
        Assert.False(_subject.Table.IsRehashing);
    }

    [Fact]
    public void Small_table_is_one_bucket()
    {
        _subject.AddRange(0, 10);

        Assert.Equal(Bucket.Bytes, _subject.Table.MemoryBytes);
    }

    [Fact]
    public void Added_keys_are_found_and_removed_ones_are_not()
    {
        uint first = _subject.Add("first"u8);
        uint empty = _subject.Add([]);

        Assert.Equal(first, _subject.Find("first"u8));
        Assert.Equal(empty, _subject.Find([]));
        Assert.True(_subject.Remove("first"u8));
        Assert.Equal(0u, _subject.Find("first"u8));
        Assert.False(_subject.Remove("first"u8));
        Assert.Equal(empty, _subject.Find([]));
        Assert.Equal(1, _subject.Table.Count);
    }

    [Fact]
    public void Moved_record_is_found_at_its_new_handle()
    {
        uint old = _subject.Add("a"u8);

        Assert.True(_subject.Move("a"u8));

        Assert.NotEqual(old, _subject.Find("a"u8));
        Assert.Equal("a"u8, _subject.Records.KeyOf(_subject.Find("a"u8)));
    }

    [Fact]
    public void Replace_and_RemoveHandle_find_by_handle()
    {
        ulong hash = Records.Hash("a"u8);
        uint old = _subject.Add("a"u8);
        uint moved = _subject.Records.Create("a"u8);

        Assert.False(_subject.Table.Replace(moved, old, hash));
        Assert.True(_subject.Table.Replace(old, moved, hash));
        Assert.Equal(moved, _subject.Find("a"u8));
        Assert.False(_subject.Table.RemoveHandle(old, hash));
        Assert.True(_subject.Table.RemoveHandle(moved, hash));
        Assert.Equal(0, _subject.Table.Count);
    }

    [Fact]
    public void Growing_table_keeps_every_key()
    {
        _subject.AddRange(0, 20_000);

        for (int number = 0; number < 20_000; number++)
            Assert.NotEqual(0u, _subject.Find(Records.Key(number)));
        Assert.Equal(0u, _subject.Find(Records.Key(20_000)));
        Assert.Equal(20_000, _subject.Table.Count);
    }

    [Fact]
    public void Emptied_table_shrinks_to_one_bucket()
    {
        _subject.AddRange(0, 20_000);
        _subject.RemoveRange(0, 19_990);

        while (_subject.Table.RehashStep(100))
            Assert.True(_subject.Table.IsRehashing);
        for (int number = 19_990; number < 20_000; number++)
            Assert.NotEqual(0u, _subject.Find(Records.Key(number)));
        Assert.InRange(_subject.Table.MemoryBytes, Bucket.Bytes, 4 * Bucket.Bytes);

        _subject.RemoveRange(19_990, 10);
        Assert.Equal(0, _subject.Table.Count);
        Assert.InRange(_subject.Table.MemoryBytes, 0, Bucket.Bytes);
    }

    [Fact]
    public void Cleared_table_is_empty_and_usable()
    {
        _subject.AddRange(0, 1000);
        _subject.Table.Clear();

        Assert.Equal(0, _subject.Table.Count);
        Assert.Equal(0, _subject.Table.MemoryBytes);
        Assert.Equal(0u, _subject.Find(Records.Key(1)));
        _subject.AddRange(0, 1000);
        Assert.NotEqual(0u, _subject.Find(Records.Key(1)));
    }

    [Fact]
    public void Enumeration_of_a_table_that_changes_is_refused()
    {
        _subject.AddRange(0, 13);
        Assert.True(_subject.Table.IsRehashing);

        RefusesToGoOnAfter(() => _subject.Table.RehashStep(1));
        RefusesToGoOnAfter(() => _subject.Add("new"u8));
        RefusesToGoOnAfter(() => _subject.Remove("new"u8));
        RefusesToGoOnAfter(_subject.Table.Clear);
    }

    private void RefusesToGoOnAfter(Action change)
    {
        HandleTable<Records>.Enumerator handles = _subject.Table.GetEnumerator();
        Assert.True(handles.MoveNext());
        change();
        Assert.Throws<InvalidOperationException>(() => handles.MoveNext());
    }
}
