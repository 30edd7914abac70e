using Engine.Server.DataTypes.Packs;
using Engine.Server.DataTypes.SortedSets;

namespace Engine.Server.DataTypes.Serialization;

internal sealed partial class CollectionReader
{
    private long ReadSortedSet(ref ValueReader reader, SerializedType layout, scoped ValueSlot slot)
    {
        switch (layout)
        {
            case SerializedType.SortedSet or SerializedType.SortedSetWithTextScores:
                ReadScores(ref reader, layout == SerializedType.SortedSetWithTextScores, slot);
                break;
            default:
                ReadPack(ref reader, layout == SerializedType.SortedSetZipList, slot);
                if (!reader.IsBroken)
                    CheckMembers(ref reader, slot);
                break;
        }

        return new SortedSetValue(slot).Count;
    }

    private void ReadScores(ref ValueReader reader, bool areText, scoped ValueSlot slot)
    {
        var set = new SortedSetValue(slot);
        // A pack knows no -0, so what will not be one must not be one on the way.
        set.Unpack();
        for (long left = reader.Length(); left > 0 && !reader.IsBroken; left--)
        {
            ReadOnlySpan<byte> member = reader.Text(_first);
            double score = areText ? reader.TextDouble() : reader.Double();
            if (double.IsNaN(score) || set.TryFind(member, out _))
                reader.Break();
            else if (!reader.IsBroken)
                set.Add(member, score);
        }

        if (!reader.IsBroken)
            set.PackIfSmall();
    }

    /// <summary>
    /// Refuses a pack with a member twice, with a score that is no number, or that is not in order, and unpacks one of
    /// more members than a pack may have.
    /// </summary>
    private void CheckMembers(ref ValueReader reader, scoped ValueSlot slot)
    {
        var table = new SortedTable(store);
        Span<byte> digits = stackalloc byte[Numbers.LongLength];
        ReadOnlySpan<byte> pack = slot.Block;
        int position = ListPack.First(pack);
        while (position >= 0 && !reader.IsBroken)
        {
            ReadOnlySpan<byte> member = ListPack.Read(pack, position, out int scorePosition).Text(digits);
            bool isScore = TryReadScore(ListPack.Read(pack, scorePosition, out position), out double score);
            if (isScore && !table.TryFind(member, out _))
                AddLast(ref reader, table, member, score);
            else
                reader.Break();
        }

        if (table.Count > store.Limits.SortedSetEntries && !reader.IsBroken)
            slot.BecomeLarge(table, ValueEncoding.SkipList);
        else
            Discard(table);
    }

    /// <summary>Adds a member, which must come behind all others.</summary>
    private static void AddLast(
        ref ValueReader reader, SortedTable table, scoped ReadOnlySpan<byte> member, double score)
    {
        table.Add(member, score);
        uint last = table.Order.At(table.Order.PositionOf((int)table.Count - 1));
        if (!table.KeyOf(last).SequenceEqual(member))
            reader.Break();
    }

    private static bool TryReadScore(PackedElement element, out double score)
    {
        score = element.IsInteger ? element.Integer : 0;
        return element.IsInteger || (DoubleText.TryParse(element.Bytes, out score) && !double.IsNaN(score));
    }
}
