using System.Globalization;
using System.Text;
using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Hashes;
using Engine.Server.DataTypes.Packs;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Tests.DataTypes.Hashes;

/// <summary>A hash beside a dictionary that says what it should hold.</summary>
internal sealed class HashModel
{
    private readonly Dictionary<string, string> _expected = [];

    public HashModel(int seed = 1) => Value = new ValueUnderTest(
        ValueType.Hash, ValueEncoding.ListPack, heap => HashValue.CreateEmpty(heap), seed);

    public ValueUnderTest Value { get; }

    public int Count => _expected.Count;

    /// <summary>Short texts, long ones and numbers.</summary>
    public static string RandomText(Random random) => random.Next(6) switch
    {
        0 => "",
        1 => random.Next(-70_000, 70_000).ToString(CultureInfo.InvariantCulture),
        2 => random.NextInt64(long.MinValue, long.MaxValue).ToString(CultureInfo.InvariantCulture),
        3 => new string('x', random.Next(65)),
        4 => "0" + random.Next(10).ToString(CultureInfo.InvariantCulture),
        _ => $"text {random.Next(1000)}",
    };

    public void Set(string field, string value)
    {
        bool isNew = new HashValue(Value.Slot).Set(Encoding.Latin1.GetBytes(field), Encoding.Latin1.GetBytes(value));
        Assert.Equal(!_expected.ContainsKey(field), isNew);
        _expected[field] = value;
    }

    public void Remove(string field) => Assert.Equal(
        _expected.Remove(field), new HashValue(Value.Slot).Remove(Encoding.Latin1.GetBytes(field)));

    public void Find(string field)
    {
        var hash = new HashValue(Value.Slot);
        bool exists = hash.TryGet(Encoding.Latin1.GetBytes(field), out PackedElement value);
        Assert.Equal(exists, hash.Contains(Encoding.Latin1.GetBytes(field)));
        Assert.Equal(_expected.TryGetValue(field, out string? expected), exists);
        if (exists)
            Assert.Equal(expected, Text(value));
    }

    public void Check()
    {
        var hash = new HashValue(Value.Slot);
        Assert.Equal(_expected.Count, hash.Count);
        Dictionary<string, string> actual = [];
        foreach (HashField entry in hash)
            actual.Add(Text(entry.Field), Text(entry.Value));
        Assert.Equal(_expected.OrderBy(pair => pair.Key), actual.OrderBy(pair => pair.Key));

        List<uint> ids = [];
        hash.CopyIds(ids);
        List<uint> scanned = [];
        for (ulong cursor = hash.Scan(0, scanned); cursor != 0;)
            cursor = hash.Scan(cursor, scanned);
        Assert.Equal(ids.Order(), scanned.Order());
        if (ids.Count > 0)
            Assert.Contains(hash.RandomId(), ids);
        foreach (uint id in ids)
            Assert.Equal(_expected[Text(hash[id].Field)], Text(hash[id].Value));
        Value.CheckBytes();
    }

    private static string Text(PackedElement element) =>
        Encoding.Latin1.GetString(element.Text(stackalloc byte[Numbers.LongLength]));
}
