using Engine.Server.Commands.SortedSets;
using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Geo;
using Engine.Server.DataTypes.SortedSets;
using Engine.Server.Protocol;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Geo;

internal static partial class GeoCommands
{
    /// <summary>
    /// GEOSEARCH key FROMMEMBER member | FROMLONLAT longitude latitude BYRADIUS radius unit | BYBOX width height unit
    /// [ASC | DESC] [COUNT count [ANY]] [WITHCOORD] [WITHDIST] [WITHHASH]
    /// </summary>
    private static void Search(ref CommandContext context) => Search(ref context, GeoQueryKind.Search);

    /// <summary>
    /// GEOSEARCHSTORE destination source FROMMEMBER member | FROMLONLAT longitude latitude BYRADIUS radius unit |
    /// BYBOX width height unit [ASC | DESC] [COUNT count [ANY]] [STOREDIST]
    /// </summary>
    private static void SearchAndStore(ref CommandContext context) =>
        Search(ref context, GeoQueryKind.SearchAndStore);

    /// <summary>
    /// GEORADIUS key longitude latitude radius unit [WITHCOORD] [WITHDIST] [WITHHASH] [COUNT count [ANY]] [ASC | DESC]
    /// [STORE key] [STOREDIST key]
    /// </summary>
    private static void SearchRadius(ref CommandContext context) => Search(ref context, GeoQueryKind.Radius);

    /// <summary>GEORADIUS_RO, which stores nothing</summary>
    private static void SearchRadiusReadOnly(ref CommandContext context) =>
        Search(ref context, GeoQueryKind.RadiusReadOnly);

    /// <summary>
    /// GEORADIUSBYMEMBER key member radius unit [WITHCOORD] [WITHDIST] [WITHHASH] [COUNT count [ANY]] [ASC | DESC]
    /// [STORE key] [STOREDIST key]
    /// </summary>
    private static void SearchAroundMember(ref CommandContext context) =>
        Search(ref context, GeoQueryKind.AroundMember);

    /// <summary>GEORADIUSBYMEMBER_RO, which stores nothing</summary>
    private static void SearchAroundMemberReadOnly(ref CommandContext context) =>
        Search(ref context, GeoQueryKind.AroundMemberReadOnly);

    private static void Search(ref CommandContext context, GeoQueryKind kind)
    {
        int source = kind == GeoQueryKind.SearchAndStore ? 2 : 1;
        if (!context.TryRead(source, ValueType.SortedSet, out ValueSlot slot)
            || !GeoQuery.TryRead(ref context, kind, slot, out GeoQuery query))
            return;
        var search = new GeoSearch();
        if (!slot.IsNull)
            search.Run(new SortedSetValue(slot), query.Shape, query.Limit, query.NeedsDistances);
        int count = query.Count == 0 ? search.Matches.Length : (int)Math.Min(search.Matches.Length, query.Count);
        if (query.NearestFirst is bool nearestFirst)
            search.Sort(nearestFirst, count);
        if (query.StoreIndex > 0)
            Store(ref context, query, slot, search.Matches[..count]);
        else
            Reply(context.Reply, query, slot, search.Matches[..count]);
        search.Close();
    }

    private static void Reply(
        ReplyWriter reply, in GeoQuery query, ValueSlot slot, scoped ReadOnlySpan<GeoMatch> matches)
    {
        reply.Array(matches.Length);
        foreach (ref readonly GeoMatch match in matches)
        {
            if (query.Details > 0)
                reply.Array(query.Details + 1);
            reply.Bulk(new SortedSetValue(slot)[match.Id].Member);
            if (query.WithDistance)
                WriteDistance(reply, match.Distance / query.Shape.MetresPerUnit);
            if (query.WithScore)
                reply.Integer((long)match.Score);
            if (query.WithPosition)
                WritePosition(reply, match.Position);
        }
    }

    private static void Store(
        ref CommandContext context,
        scoped GeoQuery query,
        scoped ValueSlot slot,
        scoped ReadOnlySpan<GeoMatch> matches)
    {
        var table = new SortedTable(context.Engine.Keyspace.Values);
        Span<byte> digits = stackalloc byte[Numbers.LongLength];
        foreach (ref readonly GeoMatch match in matches)
        {
            ReadOnlySpan<byte> member = new SortedSetValue(slot)[match.Id].Member.Text(digits);
            double score = query.StoresDistance ? match.Distance / query.Shape.MetresPerUnit : match.Score;

            // Around a very large circle a cell may have been looked through twice.
            if (!table.TryFind(member, out _))
                table.Add(member, score);
        }

        byte kind = ValueSlot.KindOf(ValueType.SortedSet, ValueEncoding.SkipList);
        uint word = table.Store.Add(table);
        var result = new ValueSlot(context.Engine.Keyspace.Values, ref kind, ref word);
        new SortedSetValue(result).PackIfSmall();
        SortedSetCommands.Store(
            ref context, query.StoreIndex, result, query.IsSearch ? "geosearchstore"u8 : "georadiusstore"u8);
    }
}
