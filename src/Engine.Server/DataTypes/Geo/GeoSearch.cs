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

    public GeoSearch()
    {
    }

    public readonly Span<GeoMatch> Matches => _matches.AsSpan(0, _count);

    /// <summary>Finds the members of a sorted set that are in a shape.</summary>
    /// <param name="set">The sorted set.</param>
    /// <param name="shape">Where to look.</param>
    /// <param name="limit">With so many it is content.</param>
    public void Run(SortedSetValue set, in GeoShape shape, long limit)
    {
        Span<GeoHash> cells = stackalloc GeoHash[GeoCells.MostCells];
        cells = cells[..GeoCells.Cover(shape, cells)];
        var filter = new GeoFilter(shape);
        foreach (GeoHash cell in cells)
        {
            if (!TryLookThrough(set, cell, filter, limit))
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

    /// <summary>Returns false when there are enough members.</summary>
    private bool TryLookThrough(SortedSetValue set, GeoHash cell, in GeoFilter filter, long limit)
    {
        int first = set.CountBelow(cell.LowestScore);
        double end = cell.ScoreBehind;
        var rest = new IndexRange(first, (int)set.Count - first);
        SortedSetValue.Enumerator members = set.Enumerate(rest, backward: false);
        while (members.MoveNext())
        {
            double score = set.ScoreOf(members.Id);
            if (score >= end)
                break;
            GeoPosition position = GeoPosition.FromScore(score);
            if (!filter.Contains(position, out double distance))
                continue;
            Add(new GeoMatch(members.Id, score, position, distance, _count));
            if (_count >= limit)
                return false;
        }

        return true;
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
