using System.Text;
using Engine.Server.DataTypes.Packs;
using Engine.Server.Memory;

namespace Engine.Server.Tests.DataTypes.Packs;

/// <summary>A list pack in a heap of its own, beside a plain list of what it should hold.</summary>
internal sealed class ListPackModel
{
    private static readonly int[] Lengths = [0, 1, 3, 20, 62, 63, 64, 65, 125, 126, 127, 130, 4094, 4095, 4096, 16_400];

    private readonly PageHeap _heap = new();
    private readonly List<byte[]> _elements = [];
    private uint _handle;

    public ListPackModel() => _handle = ListPackEditor.Create(_heap);

    public ReadOnlySpan<byte> Pack => Editor.Pack[..ListPack.Length(Editor.Pack)];

    private ListPackEditor Editor => new(_heap, ref _handle);

    /// <summary>One change that the numbers choose.</summary>
    public void Step(int operation, int index, byte[] value)
    {
        int position = _elements.Count == 0 ? -1 : ListPack.At(Editor.Pack, index %= _elements.Count);
        switch (operation % 10)
        {
            case 0 or 1:
                Assert.Equal(value, ElementAt(Editor.Append(value)));
                _elements.Add(value);
                break;
            case 2:
                Assert.Equal(value, ElementAt(Editor.Prepend(value)));
                _elements.Insert(0, value);
                break;
            case 3 when position >= 0:
                Assert.Equal(position, Editor.InsertBefore(position, value));
                _elements.Insert(index, value);
                break;
            case 4 when position >= 0:
                Assert.Equal(value, ElementAt(Editor.InsertAfter(position, value)));
                _elements.Insert(index + 1, value);
                break;
            case 5 when position >= 0:
                Editor.Replace(position, value);
                _elements[index] = value;
                break;
            case 6 or 7 when position >= 0:
                Delete(position, index, operation % 7 == 0 ? operation % 40 : 1);
                break;
            case 8 when operation % 5 == 0:
                AddAll(value);
                break;
        }
    }

    public void Check()
    {
        ReadOnlySpan<byte> pack = Pack;
        Assert.True(ListPack.IsValid(pack));
        Assert.Equal(_elements.Count, ListPack.Count(pack));
        Assert.Equal(-1, ListPack.At(pack, _elements.Count));
        Assert.Equal(-1, ListPack.At(pack, -_elements.Count - 1L));

        int position = ListPack.First(pack);
        for (int i = 0; i < _elements.Count; i++)
        {
            Assert.Equal(_elements[i], ElementAt(position));
            Assert.Equal(position, ListPack.At(pack, i));
            Assert.Equal(position, ListPack.At(pack, i - _elements.Count));
            ListPack.Read(pack, position, out int next);
            Assert.Equal(next, ListPack.Next(pack, position));
            if (next >= 0)
                Assert.Equal(position, ListPack.Previous(pack, next));
            else
                Assert.Equal(position, ListPack.Last(pack));
            position = next;
        }
        Assert.Equal(-1, position);
        Assert.Equal(1, _heap.BlockCount);
        Assert.InRange(_heap.UsedBytes, pack.Length, Math.Max(2 * pack.Length + 1, 32));
        Assert.True(pack.SequenceEqual(Of(_elements)), "The layout depends on the order of the changes.");
    }

    public void CheckFind(byte[] value, int skip)
    {
        int expected = -1;
        for (int i = 0; i < _elements.Count && expected < 0; i += skip + 1)
            expected = _elements[i].AsSpan().SequenceEqual(value) ? i : -1;
        int found = ListPack.Find(Pack, ListPack.First(Pack), value, skip);
        Assert.Equal(expected < 0 ? -1 : ListPack.At(Pack, expected), found);
    }

    /// <summary>The pack that holds the elements, made from nothing.</summary>
    public static byte[] Of(IEnumerable<byte[]> elements)
    {
        PageHeap heap = new();
        uint handle = ListPackEditor.Create(heap);
        ListPackEditor editor = new(heap, ref handle);
        foreach (byte[] element in elements)
            editor.Append(element);
        return editor.Pack[..ListPack.Length(editor.Pack)].ToArray();
    }

    /// <summary>A value near the bounds of some encoding, or a plain one.</summary>
    public static byte[] RandomValue(Random random)
    {
        if (random.Next(2) == 0)
        {
            long bound = (random.Next(2) == 0 ? -1L : 1L) << random.Next(64);
            return Encoding.ASCII.GetBytes(unchecked(bound + random.Next(-2, 3)).ToString());
        }
        byte[] text = new byte[Lengths[(int)(Lengths.Length * Math.Pow(random.NextDouble(), 2))]];
        text.AsSpan().Fill((byte)random.Next(256));
        return text;
    }

    private void Delete(int position, int index, int count)
    {
        count = Math.Min(count, _elements.Count - index);
        int next = Editor.Delete(position, count);
        _elements.RemoveRange(index, count);
        Assert.Equal(index == _elements.Count ? -1 : position, next);
    }

    private void AddAll(byte[] value)
    {
        byte[][] others = [value, "17"u8.ToArray(), []];
        Editor.AppendAll(Of(others));
        Editor.PrependAll(Of(others));
        _elements.AddRange(others);
        _elements.InsertRange(0, others);
    }

    private byte[] ElementAt(int position)
    {
        PackedElement element = ListPack.Read(Editor.Pack, position);
        byte[] text = element.Text(new byte[32]).ToArray();
        Assert.Equal(text.Length, element.Length);
        Assert.True(element.Equals(text));
        Assert.False(element.Equals([.. text, (byte)'0']));
        byte[] formatted = new byte[text.Length + 32];
        Assert.Equal(text, formatted[..element.Format(formatted)]);
        return text;
    }
}
