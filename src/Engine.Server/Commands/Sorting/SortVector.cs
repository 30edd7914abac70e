using System.Runtime.InteropServices;
using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Lists;
using Engine.Server.DataTypes.Packs;
using Engine.Server.DataTypes.Sets;
using Engine.Server.DataTypes.SortedSets;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Sorting;

/// <summary>
/// Copies of the elements that SORT works on: looking up other keys may delete expired ones, and the result may be
/// stored in the place of what was sorted.
/// </summary>
internal sealed class SortVector(SortOptions options)
{
    private readonly List<SortElement> _elements = [];
    private int _first;
    private int _count;

    /// <summary>The elements within the limit, in their order.</summary>
    public ReadOnlySpan<SortElement> Result => CollectionsMarshal.AsSpan(_elements).Slice(_first, _count);

    public void Load(ValueSlot slot)
    {
        switch (slot.Type)
        {
            case ValueType.List:
                LoadList(new ListValue(slot));
                break;
            case ValueType.Set:
                LoadSet(new SetValue(slot));
                break;
            default:
                LoadSortedSet(slot);
                break;
        }
    }

    /// <summary>Returns false when what to sort by is no number.</summary>
    public bool TrySort(in CommandContext context)
    {
        Span<SortElement> elements = CollectionsMarshal.AsSpan(_elements);
        foreach (ref SortElement element in elements)
        {
            if (!TryWeigh(context, ref element))
                return false;
        }

        elements.Sort(new SortOrder(options));
        return true;
    }

    private void LoadList(ListValue list)
    {
        Limit(list.Count);
        (long first, long count) = options.KeepsOrder ? TakeLimit() : (0, list.Count);
        bool backwards = options.KeepsOrder && options.IsDescending;
        for (ListCursor cursor = list.At(backwards ? list.Count - first - 1 : first); count > 0; count--)
        {
            Add(cursor.Current);
            cursor.Move(backwards);
        }
    }

    private void LoadSet(SetValue set)
    {
        Limit(set.Count);
        foreach (PackedElement member in set)
            Add(member);
    }

    private void LoadSortedSet(ValueSlot slot)
    {
        // Redis, too, leaves it so.
        var set = new SortedSetValue(slot);
        set.Unpack();
        int total = (int)set.Count;
        Limit(total);
        (int first, int count) = options.KeepsOrder ? TakeLimit() : (0, total);
        bool backward = options.KeepsOrder && options.IsDescending;
        var range = new IndexRange(backward ? total - first - count : first, count);
        SortedSetValue.Enumerator members = set.Enumerate(range, backward);
        while (members.MoveNext())
            Add(members.Current.Member);
    }

    private void Add(PackedElement element) => _elements.Add(new SortElement(element, _elements.Count));

    /// <summary>Works out which part of all elements was asked for.</summary>
    private void Limit(long total)
    {
        long first = Math.Clamp(options.Offset, 0, total);
        _first = (int)first;
        _count = (int)(options.Count < 0 ? total - first : Math.Min(options.Count, total - first));
    }

    /// <summary>What is loaded in the order of the result is loaded within the limit only.</summary>
    private (int First, int Count) TakeLimit()
    {
        int first = _first;
        _first = 0;
        return (first, _count);
    }

    private bool TryWeigh(in CommandContext context, ref SortElement element)
    {
        Span<byte> digits = stackalloc byte[Numbers.LongLength];
        scoped PackedElement weight = element.Value;
        if (options.ByIndex > 0)
        {
            var pattern = new SortPattern(context[options.ByIndex]);
            if (!pattern.TryFind(context.Database, element.TextIn(digits), out weight))
                return true;
            if (options.IsAlphabetic)
                element.Weight = weight.Text(digits).ToArray();
        }

        if (options.IsAlphabetic)
            return true;
        bool isNumber = TryReadScore(weight, out double score);
        element.Score = score;
        return isNumber;
    }

    /// <summary>
    /// Reads what C reads as a number: spaces may come before it, a NUL ends it, nothing at all is 0.
    /// </summary>
    private static bool TryReadScore(PackedElement weight, out double score)
    {
        score = weight.IsInteger ? weight.Integer : 0;
        if (weight.IsInteger)
            return true;
        ReadOnlySpan<byte> text = weight.Bytes;
        int end = text.IndexOf((byte)0);
        if (end >= 0)
            text = text[..end];
        if (text.IsEmpty)
            return true;
        return DoubleText.TryParse(text.TrimStart(" \t\n\v\f\r"u8), out score) && !double.IsSubnormal(score);
    }
}
