using Engine.Server.Protocol;

namespace Engine.Server.Commands.Sorting;

/// <summary>What SORT is asked for.</summary>
internal struct SortOptions()
{
    /// <summary>The keys that BY and GET read are named nowhere, so the user must be allowed to read all.</summary>
    private bool _mayReadEverything;

    public bool IsDescending { get; private set; }

    /// <summary>Compares texts rather than numbers.</summary>
    public bool IsAlphabetic { get; private set; }

    /// <summary>There is nothing to sort by: BY a pattern that is the same for all elements.</summary>
    public bool KeepsOrder { get; private set; }

    /// <summary>The argument that says by what to sort; 0 for the elements themselves.</summary>
    public int ByIndex { get; private set; }

    /// <summary>The argument that is the key to store to; 0 to reply.</summary>
    public int StoreIndex { get; private set; }

    /// <summary>The arguments that say what to return of each element; none for the element itself.</summary>
    public List<int> Gets { get; } = [];

    public long Offset { get; private set; }

    /// <summary>Negative for all.</summary>
    public long Count { get; private set; } = -1;

    /// <summary>Reads the options; replies with an error and returns false when they are wrong.</summary>
    public static bool TryRead(in CommandContext context, bool mayStore, out SortOptions options)
    {
        options = new SortOptions
        {
            _mayReadEverything = context.Session.User.IsUnrestricted
                || context.Engine.Access.MayReadEverything(context.Session.User, context.Command, context.Request),
        };
        for (int i = 2; i < context.Count; i++)
        {
            int left = context.Count - i - 1;
            if (context.Is(i, "ASC"u8))
            {
                options.IsDescending = false;
            }
            else if (context.Is(i, "DESC"u8))
            {
                options.IsDescending = true;
            }
            else if (context.Is(i, "ALPHA"u8))
            {
                options.IsAlphabetic = true;
            }
            else if (context.Is(i, "LIMIT"u8) && left >= 2)
            {
                if (!options.TryReadLimit(context, i + 1))
                    return false;
                i += 2;
            }
            else if (left < 1)
            {
                return Refuse(context, Errors.Syntax);
            }
            else if (!options.TryReadArgument(context, i, mayStore))
            {
                return false;
            }
            else
            {
                i++;
            }
        }

        return true;
    }

    /// <summary>Sorts as texts, by the elements themselves, in the place of keeping their order.</summary>
    public void SortWhatHasNoOrder()
    {
        if (!KeepsOrder)
            return;
        KeepsOrder = false;
        IsAlphabetic = true;
        ByIndex = 0;
    }

    private bool TryReadLimit(in CommandContext context, int index)
    {
        if (!context.TryReadInteger(index, out long offset) || !context.TryReadInteger(index + 1, out long count))
            return false;
        Offset = offset;
        Count = count;
        return true;
    }

    /// <summary>Reads an option that has an argument behind it, or replies with an error.</summary>
    private bool TryReadArgument(in CommandContext context, int index, bool mayStore)
    {
        if (context.Is(index, "STORE"u8) && mayStore)
        {
            StoreIndex = index + 1;
        }
        else if (context.Is(index, "BY"u8))
        {
            ByIndex = index + 1;
            bool isVariable = new SortPattern(context[index + 1]).IsVariable;
            if (isVariable && !_mayReadEverything)
                return Refuse(context, Errors.SortByDenied);
            KeepsOrder |= !isVariable;
        }
        else if (context.Is(index, "GET"u8))
        {
            if (!_mayReadEverything)
                return Refuse(context, Errors.SortGetDenied);
            Gets.Add(index + 1);
        }
        else
        {
            return Refuse(context, Errors.Syntax);
        }

        return true;
    }

    private static bool Refuse(in CommandContext context, ReadOnlySpan<byte> error)
    {
        context.Reply.Error(error);
        return false;
    }
}
