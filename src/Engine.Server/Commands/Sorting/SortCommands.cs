using System.Text;
using Engine.Server.Access;
using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Lists;
using Engine.Server.DataTypes.Packs;
using Engine.Server.Protocol;
using static Engine.Server.Commands.CommandFlags;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Sorting;

/// <summary>SORT: the elements of a list, set or sorted set in an order of their own or of other keys.</summary>
internal static class SortCommands
{
    private const string Options =
        "key:key [BY pattern:pattern#1] [LIMIT offset_count{offset:integer count:integer}] [GET pattern:pattern#1...+] "
        + "[order(ASC|DESC)] [\"ALPHA\"sorting]";

    private const string Complexity = "O(N) for N elements, and O(N*log(N)) to sort them";

    private const AclCategories Categories =
        AclCategories.Set | AclCategories.SortedSet | AclCategories.List | AclCategories.Dangerous;

    private static readonly KeySpec[] KeysToRead =
    [
        KeySpec.At(1, KeyUse.ReadOnly | KeyUse.Access),
        new(KeyUse.ReadOnly | KeyUse.Access)
        {
            IsUnknown = true,
            Notes = "For the optional BY/GET keyword. It is marked 'unknown' because the key names derive from the "
                + "content of the key we sort",
        },
    ];

    public static CommandSpec[] Table { get; } =
    [
        new("sort", -2, Write | DenyOom | MovableKeys, Sort)
        {
            Group = CommandGroup.Generic, Since = "1.0.0", Complexity = Complexity, Acl = Categories,
            IsApartFromGroup = true,
            Keys =
            [
                .. KeysToRead,
                new(KeyUse.Overwrite | KeyUse.Update)
                {
                    IsUnknown = true,
                    Notes = "For the optional STORE keyword. It is marked 'unknown' because the keyword can appear "
                        + "anywhere in the argument array",
                },
            ],
            FindKeys = FindKeysOfSort,
            Summary = "Returns or stores the elements of a list, set or sorted set in order.",
            Syntax = Options + " [STORE destination:key#2]",
        },
        new("sort_ro", -2, ReadOnly | MovableKeys, SortReadOnly)
        {
            Group = CommandGroup.Generic, Since = "7.0.0", Complexity = Complexity, Acl = Categories,
            IsApartFromGroup = true,
            Keys = KeysToRead,
            FindKeys = FindKeysOfSortReadOnly,
            Summary = "Returns the elements of a list, set or sorted set in order.",
            Syntax = Options,
        },
    ];

    /// <summary>
    /// SORT key [BY pattern] [LIMIT offset count] [GET pattern ...] [ASC | DESC] [ALPHA] [STORE destination]
    /// </summary>
    private static void Sort(ref CommandContext context) => Sort(ref context, mayStore: true);

    /// <summary>SORT_RO key [BY pattern] [LIMIT offset count] [GET pattern ...] [ASC | DESC] [ALPHA]</summary>
    private static void SortReadOnly(ref CommandContext context) => Sort(ref context, mayStore: false);

    private static void Sort(ref CommandContext context, bool mayStore)
    {
        if (!SortOptions.TryRead(context, mayStore, out SortOptions options))
            return;
        // A sorted set that is sorted gets its large encoding.
        context.Database.Preserve(context[1]);
        bool exists = context.Database.TryRead(context[1], out Keyspace.Entry entry);
        if (exists && entry.Type is not (ValueType.List or ValueType.Set or ValueType.SortedSet))
        {
            context.Reply.Error(Errors.WrongType);
            return;
        }

        // A set has no order to be kept, and neither what is stored nor a script must depend on that of its table.
        if (exists && entry.Type == ValueType.Set && (options.StoreIndex > 0 || context.Session.IsOfScripts))
            options.SortWhatHasNoOrder();
        var vector = new SortVector(options);
        if (exists)
            vector.Load(entry.Slot);
        if (!options.KeepsOrder && !vector.TrySort(context))
            context.Reply.Error(Errors.ScoresAreNoNumbers);
        else if ((long)vector.Result.Length * options.Gets.Count > int.MaxValue)
            context.Reply.Error(Errors.TooManyToSort);
        else if (options.StoreIndex > 0)
            Store(ref context, options, vector);
        else
            Reply(context, options, vector);
    }

    private static void Reply(in CommandContext context, SortOptions options, SortVector vector)
    {
        ReplyWriter reply = context.Reply;
        Span<byte> digits = stackalloc byte[Numbers.LongLength];
        ReadOnlySpan<SortElement> result = vector.Result;
        reply.Array(result.Length * Math.Max(options.Gets.Count, 1));
        foreach (ref readonly SortElement element in result)
        {
            ReadOnlySpan<byte> text = element.TextIn(digits);
            if (options.Gets.Count == 0)
                reply.Bulk(text);
            foreach (int index in options.Gets)
                ReplyValue(context, new SortPattern(context[index]), text);
        }
    }

    private static void ReplyValue(in CommandContext context, in SortPattern pattern, ReadOnlySpan<byte> element)
    {
        if (pattern.TryFind(context.Database, element, out PackedElement value))
            context.Reply.Bulk(value.Text(stackalloc byte[Numbers.LongLength]));
        else
            context.Reply.Null();
    }

    private static void Store(ref CommandContext context, SortOptions options, SortVector vector)
    {
        ValueStore values = context.Engine.Keyspace.Values;
        ReadOnlySpan<byte> destination = context[options.StoreIndex];
        int count = vector.Result.Length * Math.Max(options.Gets.Count, 1);
        if (count > 0)
        {
            byte kind = ValueSlot.KindOf(ValueType.List, ValueEncoding.ListPack);
            uint word = ListPackEditor.Create(values.Heap);
            var slot = new ValueSlot(values, ref kind, ref word);
            Fill(context, new ListValue(slot), options, vector);
            context.Database.SetCollection(destination, slot);
            context.Notify(KeyEvents.List, "sortstore"u8, options.StoreIndex);
            context.Changed(count);
        }
        else if (context.Database.RemoveUnseen(destination))
        {
            context.Notify(KeyEvents.Generic, "del"u8, options.StoreIndex);
            context.Changed();
        }

        context.Reply.Integer(count);
    }

    /// <summary>A value that GET does not find becomes an empty element.</summary>
    private static void Fill(in CommandContext context, ListValue list, SortOptions options, SortVector vector)
    {
        Span<byte> digits = stackalloc byte[Numbers.LongLength];
        Span<byte> valueDigits = stackalloc byte[Numbers.LongLength];
        foreach (ref readonly SortElement element in vector.Result)
        {
            ReadOnlySpan<byte> text = element.TextIn(digits);
            if (options.Gets.Count == 0)
                list.Push(text, atHead: false);
            foreach (int index in options.Gets)
            {
                var pattern = new SortPattern(context[index]);
                bool exists = pattern.TryFind(context.Database, text, out PackedElement value);
                list.Push(exists ? value.Text(valueDigits) : default, atHead: false);
            }
        }
    }

    /// <summary>The key to sort, and the last one to store to, as SORT itself takes the last of several.</summary>
    private static FoundKey[] FindKeysOfSort(in Request request)
    {
        int destination = 0;
        for (int i = 2; i < request.Count; i++)
        {
            if (Ascii.EqualsIgnoreCase(request[i], "LIMIT"u8))
                i += 2;
            else if (Ascii.EqualsIgnoreCase(request[i], "GET"u8) || Ascii.EqualsIgnoreCase(request[i], "BY"u8))
                i++;
            else if (Ascii.EqualsIgnoreCase(request[i], "STORE"u8) && i + 1 < request.Count)
                destination = i + 1;
        }

        FoundKey[] source = FindKeysOfSortReadOnly(request);
        return destination == 0
            ? source
            : [.. source, new FoundKey(destination, KeyUse.Overwrite | KeyUse.Update)];
    }

    private static FoundKey[] FindKeysOfSortReadOnly(in Request request) =>
        [new FoundKey(1, KeyUse.ReadOnly | KeyUse.Access)];
}
