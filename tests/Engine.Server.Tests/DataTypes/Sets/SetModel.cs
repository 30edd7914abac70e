using System.Text;
using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Packs;
using Engine.Server.DataTypes.Sets;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Tests.DataTypes.Sets;

/// <summary>A set beside one that says what it should hold.</summary>
internal sealed class SetModel
{
    private readonly HashSet<string> _expected = [];

    public SetModel(int seed = 1) =>
        Value = new ValueUnderTest(ValueType.Set, ValueEncoding.IntSet, SetValue.CreateEmpty, seed);

    public ValueUnderTest Value { get; }

    public int Count => _expected.Count;

    public void Add(string member)
    {
        bool isNew = long.TryParse(member, out long integer) && member == $"{integer}" && integer % 2 == 0
            ? new SetValue(Value.Slot).Add(new PackedElement(integer))
            : new SetValue(Value.Slot).Add(Encoding.Latin1.GetBytes(member));
        Assert.Equal(_expected.Add(member), isNew);
    }

    public void Remove(string member) => Assert.Equal(
        _expected.Remove(member), new SetValue(Value.Slot).Remove(Encoding.Latin1.GetBytes(member)));

    public void RemoveSome(Random random, int count)
    {
        var set = new SetValue(Value.Slot);
        List<uint> ids = RandomSample.Draw(set, count, random);
        foreach (uint id in ids)
            Assert.True(_expected.Remove(Text(set[id])));
        set.RemoveAll(ids);
    }

    public void Find(string member)
    {
        var set = new SetValue(Value.Slot);
        bool exists = set.Contains(Encoding.Latin1.GetBytes(member));
        Assert.Equal(_expected.Contains(member), exists);
        if (long.TryParse(member, out long integer) && member == $"{integer}")
            Assert.Equal(exists, set.Contains(new PackedElement(integer)));
    }

    public void Check()
    {
        var set = new SetValue(Value.Slot);
        Assert.Equal(_expected.Count, set.Count);
        List<string> members = [];
        foreach (PackedElement member in set)
            members.Add(Text(member));
        Assert.Equal(_expected.Order(StringComparer.Ordinal), members.Order(StringComparer.Ordinal));

        List<uint> ids = [];
        set.CopyIds(ids);
        List<uint> scanned = [];
        for (ulong cursor = set.Scan(0, scanned); cursor != 0;)
            cursor = set.Scan(cursor, scanned);
        Assert.Equal(ids.Order(), scanned.Order());
        if (ids.Count > 0)
            Assert.Contains(set.RandomId(), ids);
        Value.CheckBytes();
    }

    private static string Text(PackedElement element) =>
        Encoding.Latin1.GetString(element.Text(stackalloc byte[Numbers.LongLength]));
}
