using Engine.Server.DataTypes.Sets;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Sets;

/// <summary>The sets at several keys of a request. Valid until the keyspace is written to.</summary>
internal readonly ref struct SetOperands
{
    /// <summary>For so many sets the numbers that name them need no array.</summary>
    public const int Few = 64;

    private readonly Database _database;
    private readonly Span<uint> _records;

    private SetOperands(Database database, Span<uint> records)
    {
        _database = database;
        _records = records;
    }

    public int Count => _records.Length;

    /// <summary>Whether one of the keys does not exist.</summary>
    public bool AnyIsMissing => _records.Contains(0u);

    public SetValue this[int index] => new(_database.EntryOf(_records[index]).Slot);

    /// <summary>
    /// Finds the sets at the keys from one argument on; replies with an error and returns false when one of the keys
    /// holds something else.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="firstKey">The argument that is the first key.</param>
    /// <param name="records">Room for as many numbers as there are keys.</param>
    /// <param name="operands">The sets.</param>
    public static bool TryRead(
        in CommandContext context, int firstKey, Span<uint> records, out SetOperands operands)
    {
        operands = new SetOperands(context.Database, records);
        for (int i = 0; i < records.Length; i++)
        {
            if (!context.Database.TryRead(context[firstKey + i], out Entry entry))
            {
                records[i] = 0;
                continue;
            }

            if (entry.Type != ValueType.Set)
            {
                context.Reply.Error(Errors.WrongType);
                return false;
            }

            records[i] = entry.Handle;
        }

        return true;
    }

    public bool IsMissing(int index) => _records[index] == 0;

    public bool AreSame(int first, int second) => _records[first] == _records[second];

    /// <summary>Orders the sets by their sizes, the smallest first. None may be missing.</summary>
    public void SortBySize()
    {
        Span<long> sizes = Count <= Few ? stackalloc long[Count] : new long[Count];
        for (int i = 0; i < Count; i++)
            sizes[i] = this[i].Count;
        sizes.Sort(_records);
    }
}
