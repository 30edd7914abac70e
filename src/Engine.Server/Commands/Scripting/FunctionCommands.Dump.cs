using Engine.Server.DataTypes.Serialization;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.Scripting;

/// <summary>Libraries in the form in which Redis carries them from server to server.</summary>
internal static partial class FunctionCommands
{
    /// <summary>FUNCTION DUMP</summary>
    private static void Dump(ref CommandContext context)
    {
        ValueWriter writer = context.Engine.Serialized;
        writer.Clear();
        writer.Compresses = context.Engine.Options.RdbCompression;
        foreach (FunctionLibrary library in context.Engine.Functions.Libraries)
        {
            writer.Type(SerializedType.FunctionLibrary);
            writer.Text(library.Code);
        }

        DumpPayload.Close(writer);
        context.Reply.Bulk(writer.Written);
    }

    /// <summary>FUNCTION RESTORE payload [FLUSH | APPEND | REPLACE]</summary>
    private static void Restore(ref CommandContext context)
    {
        if (context.Count > 4)
            context.Reply.Error(Errors.SubcommandSyntax(context[1], "function"));
        else if (!TryReadPolicy(context, out RestorePolicy policy))
            context.Reply.Error(Errors.WrongRestorePolicy);
        else if (!DumpPayload.TryOpen(context[2], out ReadOnlySpan<byte> payload))
            context.Reply.Error(Errors.DumpMismatch);
        else if (ReadLibraries(payload) is not { } codes)
            context.Reply.Error(Errors.CorruptFunctions);
        else if (!context.Engine.Functions.TryRestore(codes, policy, out string? error))
            context.Reply.Error(error);
        else
            Restored(ref context);
    }

    private static void Restored(ref CommandContext context)
    {
        context.Changed();
        context.Reply.Ok();
    }

    private static bool TryReadPolicy(in CommandContext context, out RestorePolicy policy)
    {
        policy = RestorePolicy.Append;
        if (context.Count == 3 || context.Is(3, "APPEND"u8))
            return true;
        policy = context.Is(3, "FLUSH"u8) ? RestorePolicy.Flush : RestorePolicy.Replace;
        return policy == RestorePolicy.Flush || context.Is(3, "REPLACE"u8);
    }

    /// <summary>The sources in a payload, or null when it holds something else.</summary>
    private static List<byte[]>? ReadLibraries(ReadOnlySpan<byte> payload)
    {
        var codes = new List<byte[]>();
        var reader = new ValueReader(payload);
        var buffer = new TextBuffer();
        while (!reader.IsAtEnd)
        {
            if ((SerializedType)reader.Byte() != SerializedType.FunctionLibrary)
                return null;
            codes.Add(reader.Text(buffer).ToArray());
            if (reader.IsBroken)
                return null;
        }

        return codes;
    }
}
