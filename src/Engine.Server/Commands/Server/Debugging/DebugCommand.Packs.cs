using System.Globalization;
using System.Text;
using Engine.Server.Configuration;
using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Lists;
using Engine.Server.DataTypes.Packs;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;
using Microsoft.Extensions.Logging;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Server.Debugging;

/// <summary>Packs, and lists made of them. What Redis prints on its standard output goes to the log.</summary>
internal static partial class DebugCommand
{
    /// <summary>DEBUG LISTPACK key</summary>
    private static void DescribePack(ref CommandContext context)
    {
        if (!TryFind(context, out Entry entry))
            return;
        if (entry.Encoding != ValueEncoding.ListPack || entry.Type == ValueType.List)
        {
            context.Reply.Error(Errors.NotAListPack);
            return;
        }

        ReadOnlySpan<byte> pack = entry.Slot.Block;
        LoggedNode(context.Engine.Options.Logger, 0, ListPack.Count(pack), ListPack.Length(pack), "packed");
        context.Reply.SimpleString("Listpack structure printed on stdout"u8);
    }

    /// <summary>DEBUG QUICKLIST key [0 | 1]</summary>
    private static void DescribeNodes(ref CommandContext context)
    {
        if (!TryFind(context, out Entry entry))
            return;
        if (entry.Type != ValueType.List)
        {
            context.Reply.Error(Errors.NotAQuickList);
            return;
        }

        ListValue list = new(entry.Slot);
        for (int i = 0; i < list.NodeCount; i++)
        {
            QuickListNode node = list.Node(i);
            string container = node.IsPlain ? "plain" : "packed";
            LoggedNode(context.Engine.Options.Logger, i, node.Count, node.Bytes, container);
        }

        context.Reply.SimpleString("Quicklist structure printed on stdout"u8);
    }

    [LoggerMessage(5002, LogLevel.Warning, "Node {Index}: {Count} elements, {Bytes} bytes, {Container}.")]
    private static partial void LoggedNode(ILogger logger, int index, int count, int bytes, string container);

    /// <summary>DEBUG QUICKLIST-PACKED-THRESHOLD size; 0 stands for the default.</summary>
    private static void SetPackedThreshold(ref CommandContext context)
    {
        const long Largest = (1L << 32) - (1 << 20);
        if (!MemorySize.TryParse(Encoding.Latin1.GetString(context[2]), out long bytes) || bytes > Largest)
        {
            context.Reply.Error(Errors.InvalidPackedThreshold);
            return;
        }

        context.Engine.Options.Encodings.ListPlainNodeBytes =
            bytes == 0 ? EncodingLimits.DefaultListPlainNodeBytes : bytes;
        context.Reply.Ok();
    }

    /// <summary>What DEBUG OBJECT says of lists only.</summary>
    private static string ListDetails(in Entry entry, EncodingLimits limits)
    {
        ListValue list = new(entry.Slot);
        double average = (double)list.Count / list.NodeCount;
        long bytes = 0;
        for (int i = 0; i < list.NodeCount; i++)
            bytes += list.Node(i).Bytes;
        return string.Create(
            CultureInfo.InvariantCulture,
            $" ql_nodes:{list.NodeCount} ql_avg_node:{average:F2} ql_listpack_max:{new NodeLimit(limits).Setting}"
            + $" ql_compressed:0 ql_uncompressed_size:{bytes}");
    }

    private static bool TryFind(in CommandContext context, out Entry entry)
    {
        if (context.Database.TryPeek(context[2], out entry))
            return true;
        context.Reply.Error(Errors.NoSuchKey);
        return false;
    }
}
