using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Geo;
using Engine.Server.DataTypes.SortedSets;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.Geo;

/// <summary>What a search is about: where, how many, and what to do with the members that are found.</summary>
internal ref struct GeoQuery
{
    private readonly GeoQueryKind _kind;
    private readonly ValueSlot _slot;
    private GeoPosition _centre;
    private GeoShape _shape;
    private bool _hasMember;
    private bool _hasPosition;
    private bool _any;

    private GeoQuery(GeoQueryKind kind, ValueSlot slot)
    {
        _kind = kind;
        _slot = slot;
    }

    public readonly GeoShape Shape => _shape with { Centre = _centre };

    /// <summary>The most members to return; 0 for all.</summary>
    public long Count { get; private set; }

    /// <summary>With so many members the search is content, whichever they are.</summary>
    public readonly long Limit => _any ? Count : long.MaxValue;

    /// <summary>Null when any order will do.</summary>
    public bool? NearestFirst { get; private set; }

    public bool WithDistance { get; private set; }

    /// <summary>Whether members are told, sorted or stored by their distances.</summary>
    public readonly bool NeedsDistances => WithDistance || StoresDistance || NearestFirst is not null;

    public bool WithScore { get; private set; }

    public bool WithPosition { get; private set; }

    public readonly int Details => (WithDistance ? 1 : 0) + (WithScore ? 1 : 0) + (WithPosition ? 1 : 0);

    /// <summary>The argument that is the key to store to; 0 for none.</summary>
    public int StoreIndex { get; private set; }

    /// <summary>Distances are stored as scores, in the unit of the search.</summary>
    public bool StoresDistance { get; private set; }

    public readonly bool IsSearch => _kind is GeoQueryKind.Search or GeoQueryKind.SearchAndStore;

    private readonly bool IsReadOnly => _kind is GeoQueryKind.RadiusReadOnly or GeoQueryKind.AroundMemberReadOnly;

    private readonly bool HasShape => _shape.MetresPerUnit > 0;

    /// <summary>
    /// Reads the arguments of a search in a sorted set, which may be missing. Replies with an error and returns false
    /// when they are wrong.
    /// </summary>
    public static bool TryRead(ref CommandContext context, GeoQueryKind kind, ValueSlot slot, out GeoQuery query)
    {
        query = new GeoQuery(kind, slot);
        if (!query.TryReadStart(context, out int index))
            return false;
        while (index < context.Count)
        {
            int taken = query.ReadOption(context, index);
            if (taken == 0)
                context.Reply.Error(Errors.Syntax);
            if (taken <= 0)
                return false;
            index += taken;
        }

        if (!query.IsComplete(context))
            return false;
        if (query.Count > 0 && !query._any)
            query.NearestFirst ??= true;
        return true;
    }

    /// <summary>Reads what stands before the options.</summary>
    private bool TryReadStart(in CommandContext context, out int index)
    {
        index = _kind == GeoQueryKind.SearchAndStore ? 3 : 2;
        if (_kind == GeoQueryKind.SearchAndStore)
            StoreIndex = 1;
        if (IsSearch)
            return true;
        bool isAroundMember = _kind is GeoQueryKind.AroundMember or GeoQueryKind.AroundMemberReadOnly;
        index = isAroundMember ? 5 : 6;
        if (isAroundMember && _slot.IsNull)
            return true;
        bool hasCentre = isAroundMember
            ? TryReadMember(context, 2, out _centre)
            : GeoArguments.TryReadPosition(context, 2, out _centre);
        return hasCentre && GeoArguments.TryReadCircle(context, index - 2, out _shape);
    }

    /// <summary>
    /// Reads one option and returns how many arguments it took: 0 when it is none, -1 after an error.
    /// </summary>
    private int ReadOption(in CommandContext context, int index)
    {
        int rest = context.Count - index - 1;
        if (TryReadWord(context, index))
            return 1;
        if (context.Is(index, "COUNT"u8) && rest > 0)
            return TryReadCount(context, index + 1) ? 2 : -1;
        if (!IsSearch)
            return ReadStore(context, index, rest);
        if (context.Is(index, "FROMMEMBER"u8) && rest > 0 && !_hasPosition)
        {
            _hasMember = true;
            return _slot.IsNull || TryReadMember(context, index + 1, out _centre) ? 2 : -1;
        }

        if (context.Is(index, "FROMLONLAT"u8) && rest > 1 && !_hasMember)
        {
            _hasPosition = true;
            return GeoArguments.TryReadPosition(context, index + 1, out _centre) ? 3 : -1;
        }

        bool isBox = HasShape && _shape.IsBox;
        if (context.Is(index, "BYRADIUS"u8) && rest > 1 && !isBox)
            return GeoArguments.TryReadCircle(context, index + 1, out _shape) ? 3 : -1;
        bool isCircle = HasShape && !_shape.IsBox;
        if (context.Is(index, "BYBOX"u8) && rest > 2 && !isCircle)
            return GeoArguments.TryReadBox(context, index + 1, out _shape) ? 4 : -1;
        return 0;
    }

    /// <summary>Reads an option that is one word. Returns false when it is another.</summary>
    private bool TryReadWord(in CommandContext context, int index)
    {
        if (context.Is(index, "WITHDIST"u8))
            WithDistance = true;
        else if (context.Is(index, "WITHHASH"u8))
            WithScore = true;
        else if (context.Is(index, "WITHCOORD"u8))
            WithPosition = true;
        else if (context.Is(index, "ANY"u8))
            _any = true;
        else if (context.Is(index, "ASC"u8))
            NearestFirst = true;
        else if (context.Is(index, "DESC"u8))
            NearestFirst = false;
        else if (_kind == GeoQueryKind.SearchAndStore && context.Is(index, "STOREDIST"u8))
            StoresDistance = true;
        else
            return false;
        return true;
    }

    private bool TryReadCount(in CommandContext context, int index)
    {
        if (!context.TryReadInteger(index, out long count))
            return false;
        Count = count;
        if (count <= 0)
            context.Reply.Error(Errors.MatchCountNotPositive);
        return count > 0;
    }

    private int ReadStore(in CommandContext context, int index, int rest)
    {
        bool isDistance = context.Is(index, "STOREDIST"u8);
        if (IsReadOnly || rest == 0 || !(isDistance || context.Is(index, "STORE"u8)))
            return 0;
        StoreIndex = index + 1;
        StoresDistance = isDistance;
        return 2;
    }

    /// <summary>
    /// Reads the position of a member; replies with an error and returns false when there is no such member.
    /// </summary>
    private readonly bool TryReadMember(in CommandContext context, int index, out GeoPosition position)
    {
        bool exists = new SortedSetValue(_slot).TryGetScore(context[index], out double score);
        position = GeoPosition.FromScore(score);
        if (!exists)
            context.Reply.Error(Errors.NoSuchCentre);
        return exists;
    }

    /// <summary>Whether nothing is missing or at odds; replies with an error if not.</summary>
    private readonly bool IsComplete(in CommandContext context)
    {
        if (StoreIndex > 0 && Details > 0)
            context.Reply.Error(Errors.StoredWithDetails(IsSearch));
        else if (IsSearch && !_hasMember && !_hasPosition)
            context.Reply.Error(Errors.NoCentre(context[0]));
        else if (IsSearch && !HasShape)
            context.Reply.Error(Errors.NoShape(context[0]));
        else if (_any && Count == 0)
            context.Reply.Error(Errors.AnyWithoutCount);
        else
            return true;
        return false;
    }
}
