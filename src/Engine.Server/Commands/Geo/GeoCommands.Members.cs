using Engine.Server.Commands.SortedSets;
using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Geo;
using Engine.Server.DataTypes.SortedSets;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Geo;

internal static partial class GeoCommands
{
    private const int ArgumentsOfMember = 3;

    /// <summary>GEOADD key [NX | XX] [CH] longitude latitude member [longitude latitude member ...]</summary>
    private static void Add(ref CommandContext context)
    {
        const int FewMembers = 16;
        if (!TryReadOptions(ref context, out AddOptions options, out int first))
            return;
        int count = (context.Count - first) / ArgumentsOfMember;
        Span<double> scores = count <= FewMembers ? stackalloc double[FewMembers] : new double[count];
        scores = scores[..count];
        for (int i = 0; i < count; i++)
        {
            if (!GeoArguments.TryReadPosition(context, first + i * ArgumentsOfMember, out GeoPosition position))
                return;
            scores[i] = GeoHash.Of(position, GeoHash.FinestStep).Bits;
        }

        long changes = context.Engine.Keyspace.Changes;
        SortedSetCommands.AddMembers(ref context, options, first + 2, ArgumentsOfMember, scores);
        if (context.Engine.Keyspace.Changes != changes)
            JournalAddition(ref context, first, scores);
    }

    /// <summary>GEODIST key member1 member2 [M | KM | FT | MI]</summary>
    private static void Distance(ref CommandContext context)
    {
        double metres = 1;
        if (context.Count > 5)
        {
            context.Reply.Error(Errors.Syntax);
            return;
        }

        if ((context.Count == 5 && !GeoArguments.TryReadUnit(context, 4, out metres))
            || !context.TryReadOr(MissingReply.Null, 1, ValueType.SortedSet, out ValueSlot slot))
            return;
        var set = new SortedSetValue(slot);
        if (set.TryGetScore(context[2], out double first) && set.TryGetScore(context[3], out double second))
        {
            double distance = GeoPosition.FromScore(first).DistanceTo(GeoPosition.FromScore(second));
            WriteDistance(context.Reply, distance / metres);
        }
        else
        {
            context.Reply.Null();
        }
    }

    /// <summary>GEOHASH key [member [member ...]]</summary>
    private static void Hashes(ref CommandContext context)
    {
        if (!context.TryRead(1, ValueType.SortedSet, out ValueSlot slot))
            return;
        context.Reply.Array(context.Count - 2);
        Span<byte> text = stackalloc byte[GeoHash.TextLength];
        for (int i = 2; i < context.Count; i++)
        {
            if (slot.IsNull || !new SortedSetValue(slot).TryGetScore(context[i], out double score))
            {
                context.Reply.Null();
                continue;
            }

            GeoHash.FormatStandard(GeoPosition.FromScore(score), text);
            context.Reply.Bulk(text);
        }
    }

    /// <summary>GEOPOS key [member [member ...]]</summary>
    private static void Positions(ref CommandContext context)
    {
        if (!context.TryRead(1, ValueType.SortedSet, out ValueSlot slot))
            return;
        context.Reply.Array(context.Count - 2);
        for (int i = 2; i < context.Count; i++)
        {
            if (slot.IsNull || !new SortedSetValue(slot).TryGetScore(context[i], out double score))
                context.Reply.NullArray();
            else
                WritePosition(context.Reply, GeoPosition.FromScore(score));
        }
    }

    private static bool TryReadOptions(ref CommandContext context, out AddOptions options, out int first)
    {
        options = AddOptions.None;
        for (first = 2; first < context.Count; first++)
        {
            AddOptions option = context.Is(first, "NX"u8) ? AddOptions.OnlyAbsent
                : context.Is(first, "XX"u8) ? AddOptions.OnlyPresent
                : context.Is(first, "CH"u8) ? AddOptions.CountChanged
                : AddOptions.None;
            if (option == AddOptions.None)
                break;
            options |= option;
        }

        int rest = context.Count - first;
        if (rest > 0 && rest % ArgumentsOfMember == 0 && (options & AddOptions.Presence) != AddOptions.Presence)
            return true;
        context.Reply.Error(Errors.Syntax);
        return false;
    }

    /// <summary>Redis passes the scores on, not the positions.</summary>
    private static void JournalAddition(ref CommandContext context, int first, scoped ReadOnlySpan<double> scores)
    {
        IEffectSink effect = context.BeginEffect(first + 2 * scores.Length);
        effect.Add("zadd"u8);
        for (int i = 1; i < first; i++)
            effect.Add(context[i]);
        Span<byte> digits = stackalloc byte[Numbers.LongLength];
        for (int i = 0; i < scores.Length; i++)
        {
            effect.Add(digits[..Numbers.Format((long)scores[i], digits)]);
            effect.Add(context[first + 2 + i * ArgumentsOfMember]);
        }
    }

    private static void WriteDistance(ReplyWriter reply, double distance)
    {
        Span<byte> digits = stackalloc byte[DistanceText.MaxLength];
        reply.Bulk(digits[..DistanceText.Format(distance, digits)]);
    }

    private static void WritePosition(ReplyWriter reply, GeoPosition position)
    {
        reply.Array(2);
        reply.Coordinate(position.Longitude);
        reply.Coordinate(position.Latitude);
    }
}
