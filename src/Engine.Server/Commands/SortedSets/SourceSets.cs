using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.SortedSets;

/// <summary>
/// The sets and sorted sets at several keys of a request, weighted. Valid until the keyspace is written to.
/// </summary>
internal sealed class SourceSets
{
    private readonly Database _database;
    private readonly List<Source> _sources;

    private SourceSets(Database database, int capacity)
    {
        _database = database;
        _sources = new List<Source>(capacity);
    }

    public int Count => _sources.Count;

    public SourceSet this[int index] => new(_database.EntryOf(_sources[index].Record).Slot);

    /// <summary>
    /// Finds what stands at <paramref name="count"/> keys from one argument on; replies with an error and returns false
    /// when one of the keys holds something else than a set.
    /// </summary>
    public static bool TryRead(
        in CommandContext context, int firstKey, int count, [NotNullWhen(true)] out SourceSets? sources)
    {
        sources = null;
        var found = new SourceSets(context.Database, count);
        for (int i = firstKey; i < firstKey + count; i++)
        {
            uint record = 0;
            if (context.Database.TryRead(context[i], out Entry entry))
            {
                if (entry.Type is not (ValueType.SortedSet or ValueType.Set))
                {
                    context.Reply.Error(Errors.WrongType);
                    return false;
                }

                record = entry.Handle;
            }

            found._sources.Add(new Source(record, Weight: 1));
        }

        sources = found;
        return true;
    }

    public bool IsMissing(int index) => _sources[index].Record == 0;

    public double WeightOf(int index) => _sources[index].Weight;

    public void SetWeight(int index, double weight) =>
        CollectionsMarshal.AsSpan(_sources)[index] = _sources[index] with { Weight = weight };

    /// <summary>Orders them by size, those of one size as they came: sums of fractions depend on the order.</summary>
    public void SortBySize()
    {
        var sizes = new (long Size, int Index)[Count];
        for (int i = 0; i < Count; i++)
            sizes[i] = (IsMissing(i) ? 0 : this[i].Count, i);
        sizes.AsSpan().Sort(CollectionsMarshal.AsSpan(_sources));
    }

    private readonly record struct Source(uint Record, double Weight);
}
