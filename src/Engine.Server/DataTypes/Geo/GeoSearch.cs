using System.Buffers;
using Engine.Server.DataTypes.SortedSets;

namespace Engine.Server.DataTypes.Geo;

/// <summary>Looks through the cells around a shape for the members in it, and keeps them.</summary>
internal ref struct GeoSearch
{
    private const int FewMatches = 64;

    private static readonly Comparison<GeoMatch> Nearest = (x, y) => Compare(x, y);
    private static readonly Comparison<GeoMatch> Farthest = (x, y) => Compare(y, x);

    private static readonly Comparison<GeoMatch> NearestStable =
        (x, y) => Compare(x, y) is not 0 and var order ? order : x.Index.CompareTo(y.Index);

    private static readonly Comparison<GeoMatch> FarthestStable =
        (x, y) => Compare(y, x) is not 0 and var order ? order : x.Index.CompareTo(y.Index);

    private GeoMatch[] _matches = ArrayPool<GeoMatch>.Shared.Rent(FewMatches);
    private int _count;
    private long _limit;
    private bool _needsDistances;

    public GeoSearch()
    {
    }

    public readonly Span<GeoMatch> Matches => _matches.AsSpan(0, _count);

    /// <summary>Finds the members of a sorted set that are in a shape.</summary>
    /// <param name="set">The sorted set.</param>
    /// <param name="shape">Where to look.</param>
    /// <param name="limit">With so many it is content.</param>
    /// <param name="needsDistances">Whether somebody wants to know how far they are; otherwise it may be 0.</param>
    public void Run(SortedSetValue set, in GeoShape shape, long limit, bool needsDistances)
    {
        _limit = limit;
        _needsDistances = needsDistances;
        Span<GeoHash> cells = stackalloc GeoHash[GeoCells.MostCells];
        cells = cells[..GeoCells.Cover(shape, cells)];
        var filter = new GeoFilter(shape);
        foreach (GeoHash cell in cells)
        {
            if (set.IsCompact)
                LookThroughPack(set, cell, filter);
            else
                LookThroughTable(set.Table, cell, filter);
            if (_count >= _limit)
                return;
        }
    }

    /// <summary>Puts the nearest or farthest so many first, in order.</summary>
    public readonly void Sort(bool nearestFirst, int count)
    {
        // Redis sorts all of them in a way that keeps the order of equals, but some of them in another that does not.
        if (count < _count)
            PartialSort.Sort(Matches, count, nearestFirst ? Nearest : Farthest);
        else
            Matches.Sort(nearestFirst ? NearestStable : FarthestStable);
    }

    /// <summary>Gives the memory back; the matches are read no more.</summary>
    public readonly void Close() => ArrayPool<GeoMatch>.Shared.Return(_matches);

    private void LookThroughPack(SortedSetValue set, GeoHash cell, in GeoFilter filter)
    {
        double end = cell.ScoreBehind;
        int first = set.CountBelow(cell.LowestScore);
        var rest = new IndexRange(first, (int)set.Count - first);
        SortedSetValue.Enumerator members = set.Enumerate(rest, backward: false);
        while (members.MoveNext() && TryTake(members.Id, set.ScoreOf(members.Id), end, filter))
            continue;
    }

    /// <summary>
    /// The members' records lie anywhere, so those of the next ones are fetched while one is looked at.
    /// </summary>
    private void LookThroughTable(SortedTable table, GeoHash cell, in GeoFilter filter)
    {
        const int Ahead = 8;
        double end = cell.ScoreBehind;
        if (!table.Order.TryFindFrom(TreeBound.At(cell.LowestScore, isBehind: false), out TreePosition position))
            return;
        while (position.Leaf != 0)
        {
            ReadOnlySpan<uint> run = table.Order.RunFrom(position, out position);
            for (int i = 0; i < run.Length; i++)
            {
                if (i + Ahead < run.Length)
                    table.Heap.Prefetch(run[i + Ahead]);
                if (!TryTake(run[i], table.ScoreOf(run[i]), end, filter))
                    return;
            }
        }
    }

    /// <summary>
    /// Takes a member if it is in the shape. Returns false when the cell has no more of them, or enough.
    /// </summary>
    private bool TryTake(uint id, double score, double end, in GeoFilter filter)
    {
        if (score >= end)
            return false;
        GeoHash cell = GeoPosition.CellOf(score);
        if (!filter.MayContain(cell))
            return true;
        GeoPosition position = GeoPosition.CentreOf(cell);
        double distance = 0;
        if (_needsDistances ? !filter.Contains(position, out distance) : !filter.Contains(position))
            return true;
        Add(new GeoMatch(id, score, position, distance, _count));
        return _count < _limit;
    }

    private void Add(in GeoMatch match)
    {
        if (_count == _matches.Length)
        {
            GeoMatch[] larger = ArrayPool<GeoMatch>.Shared.Rent(2 * _count);
            Matches.CopyTo(larger);
            ArrayPool<GeoMatch>.Shared.Return(_matches);
            _matches = larger;
        }

        _matches[_count++] = match;
    }

    private static int Compare(in GeoMatch x, in GeoMatch y)
    {
        if (x.Distance > y.Distance)
            return 1;
        return x.Distance == y.Distance ? 0 : -1;
    }
}
