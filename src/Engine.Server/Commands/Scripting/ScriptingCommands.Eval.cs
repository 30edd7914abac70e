using Engine.Server.DataTypes;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.Scripting;

/// <summary>Running scripts.</summary>
internal static partial class ScriptingCommands
{
    private const int FirstKey = 3;
    private const int HashLength = 40;

    /// <summary>EVAL script numkeys [key ...] [arg ...]</summary>
    private static void Eval(ref CommandContext context) => Evaluate(ref context, isReadOnly: false);

    /// <summary>EVAL_RO script numkeys [key ...] [arg ...]</summary>
    private static void EvalReadOnly(ref CommandContext context) => Evaluate(ref context, isReadOnly: true);

    /// <summary>EVALSHA sha1 numkeys [key ...] [arg ...]</summary>
    private static void EvalSha(ref CommandContext context) => EvaluateByHash(ref context, isReadOnly: false);

    /// <summary>EVALSHA_RO sha1 numkeys [key ...] [arg ...]</summary>
    private static void EvalShaReadOnly(ref CommandContext context) => EvaluateByHash(ref context, isReadOnly: true);

    private static void Evaluate(ref CommandContext context, bool isReadOnly)
    {
        if (TryReadKeyCount(context, Errors.NotAnInteger, out int keyCount))
            context.Engine.Scripts.Evaluate(ref context, keyCount, isReadOnly);
    }

    private static void EvaluateByHash(ref CommandContext context, bool isReadOnly)
    {
        if (context[1].Length != HashLength)
            context.Reply.Error(Errors.NoScript);
        else if (TryReadKeyCount(context, Errors.NotAnInteger, out int keyCount))
            context.Engine.Scripts.EvaluateByHash(ref context, keyCount, isReadOnly);
    }

    /// <summary>
    /// Reads how many keys follow; replies with an error and returns false when so many do not.
    /// </summary>
    internal static bool TryReadKeyCount(
        in CommandContext context, ReadOnlySpan<byte> notANumber, out int keyCount)
    {
        keyCount = 0;
        if (!Numbers.TryParse(context[2], out long value))
        {
            context.Reply.Error(notANumber);
            return false;
        }

        if (value > context.Count - FirstKey)
        {
            context.Reply.Error(Errors.MoreKeysThanArguments);
            return false;
        }

        if (value < 0)
        {
            context.Reply.Error(Errors.NegativeKeyCount);
            return false;
        }

        keyCount = (int)value;
        return true;
    }
}
