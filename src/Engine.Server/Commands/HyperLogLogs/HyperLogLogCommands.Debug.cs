using System.Globalization;
using System.Text;
using Engine.Server.DataTypes.HyperLogLogs;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.HyperLogLogs;

internal static partial class HyperLogLogCommands
{
    /// <summary>PFDEBUG GETREG | DECODE | ENCODING | TODENSE key</summary>
    private static void Debug(ref CommandContext context)
    {
        if (!TryEdit(ref context, 2, out _, out bool exists))
            return;
        if (!exists)
        {
            context.Reply.Error(Errors.NoSuchKeyToDebug);
            return;
        }

        ReadOnlySpan<byte> bytes = context.Database.GrowString(context[2], 0);
        bool isSparse = HyperLogLog.IsSparse(bytes);
        if (context.Is(1, "GETREG"u8))
            ReplyRegisters(ref context);
        else if (context.Is(1, "DECODE"u8))
            ReplyRuns(ref context, bytes);
        else if (context.Is(1, "ENCODING"u8))
            context.Reply.SimpleString(isSparse ? "sparse"u8 : "dense"u8);
        else if (!context.Is(1, "TODENSE"u8))
            context.Reply.Error(Errors.UnknownPfDebugSubcommand(context[1]));
        else if (TryMakeDense(ref context))
            context.Reply.Integer(isSparse ? 1 : 0);
    }

    /// <summary>PFSELFTEST</summary>
    private static void SelfTest(ref CommandContext context)
    {
        string? failure = HyperLogLogSelfTest.Run(context.Engine.Keyspace.Random);
        if (failure is null)
            context.Reply.Ok();
        else
            context.Reply.Error(Errors.SelfTestFailed(failure));
    }

    private static void ReplyRegisters(ref CommandContext context)
    {
        if (!TryMakeDense(ref context))
            return;
        ReadOnlySpan<byte> registers = context.Database.GrowString(context[2], 0)[HyperLogLog.HeaderLength..];
        context.Reply.Array(HyperLogLog.Registers);
        for (int i = 0; i < HyperLogLog.Registers; i++)
            context.Reply.Integer(DenseRegisters.Get(registers, i));
    }

    private static void ReplyRuns(ref CommandContext context, scoped ReadOnlySpan<byte> bytes)
    {
        if (!HyperLogLog.IsSparse(bytes))
        {
            context.Reply.Error(Errors.NotSparse);
            return;
        }

        ReadOnlySpan<byte> registers = bytes[HyperLogLog.HeaderLength..];
        var text = new StringBuilder();
        for (int position = 0; position < registers.Length;)
        {
            SparseRun run = SparseRun.Read(registers, position);
            position += run.Bytes;
            if (text.Length > 0)
                text.Append(' ');
            if (run.IsZero)
                text.Append(CultureInfo.InvariantCulture, $"{(run.Bytes == 1 ? 'z' : 'Z')}:{run.Registers}");
            else
                text.Append(CultureInfo.InvariantCulture, $"v:{run.Value},{run.Registers}");
        }

        context.Reply.Bulk(text.ToString());
    }

    /// <summary>
    /// Makes what the second argument names dense; replies with an error and returns false when it is corrupt.
    /// </summary>
    private static bool TryMakeDense(ref CommandContext context)
    {
        Database database = context.Database;
        Span<byte> bytes = database.GrowString(context[2], 0);
        if (!HyperLogLog.IsSparse(bytes))
            return true;
        Span<byte> dense = stackalloc byte[HyperLogLog.DenseLength];
        if (!HyperLogLog.TryExpand(bytes, dense))
        {
            context.Reply.Error(Errors.CorruptHyperLogLog);
            return false;
        }

        dense.CopyTo(database.ResizeString(context[2], dense.Length));
        context.Changed();
        return true;
    }
}
