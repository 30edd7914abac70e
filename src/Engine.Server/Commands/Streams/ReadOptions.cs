using Engine.Server.Commands.Blocking;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.Streams;

/// <summary>The options of XREAD and XREADGROUP.</summary>
internal struct ReadOptions
{
    /// <summary>How many entries of each stream at most; 0 for all.</summary>
    public long Count;

    public bool Waits;

    /// <summary>Until when it waits, Unix milliseconds, or <see cref="BlockedClients.Forever"/>.</summary>
    public long Deadline;

    /// <summary>Entries are given to a consumer without waiting to be acknowledged.</summary>
    public bool NeedsNoAcknowledgement;

    /// <summary>Where the name of the group stands, and that of the consumer behind it; 0 for none.</summary>
    public int GroupAt;

    /// <summary>Where the first key stands.</summary>
    public int KeysAt;

    public int KeyCount;

    /// <summary>Where the first id stands.</summary>
    public readonly int IdsAt => KeysAt + KeyCount;

    /// <summary>Reads the options; replies with an error and returns false when there is a mistake in them.</summary>
    public static bool TryRead(ref CommandContext context, bool forGroup, out ReadOptions options)
    {
        options = default;
        for (int i = 1; i < context.Count && options.KeysAt == 0; i++)
        {
            int argumentsLeft = context.Count - 1 - i;
            if (context.Is(i, "BLOCK"u8) && argumentsLeft > 0)
            {
                options.Waits = true;
                if (!TryReadBlock(ref context, ++i, out options.Deadline))
                    return false;
            }
            else if (context.Is(i, "COUNT"u8) && argumentsLeft > 0)
            {
                if (!context.TryReadInteger(++i, out options.Count))
                    return false;
                options.Count = Math.Max(options.Count, 0);
            }
            else if (context.Is(i, "STREAMS"u8) && argumentsLeft > 0)
            {
                options.KeysAt = i + 1;
            }
            else if (context.Is(i, "GROUP"u8) && argumentsLeft > 1)
            {
                if (!forGroup)
                    return Refuse(context, Errors.GroupOfPlainRead);
                options.GroupAt = i + 1;
                i += 2;
            }
            else if (context.Is(i, "NOACK"u8))
            {
                if (!forGroup)
                    return Refuse(context, Errors.NoAckOfPlainRead);
                options.NeedsNoAcknowledgement = true;
            }
            else
            {
                return Refuse(context, Errors.Syntax);
            }
        }

        return TrySetKeys(ref context, forGroup, ref options);
    }

    private static bool TrySetKeys(ref CommandContext context, bool forGroup, ref ReadOptions options)
    {
        if (options.KeysAt == 0)
            return Refuse(context, Errors.Syntax);
        int arguments = context.Count - options.KeysAt;
        if (arguments % 2 != 0)
            return Refuse(context, Errors.UnbalancedStreams);

        options.KeyCount = arguments / 2;
        return !forGroup || options.GroupAt > 0 || Refuse(context, Errors.MissingGroup);
    }

    private static bool TryReadBlock(ref CommandContext context, int index, out long deadline)
    {
        deadline = 0;
        if (!context.Session.IsOfScripts)
            return BlockingTimeout.TryReadDeadlineInMilliseconds(context, index, out deadline);
        context.Reply.Error(Errors.BlockFromScript(context[0]));
        return false;
    }

    private static bool Refuse(in CommandContext context, ReadOnlySpan<byte> error)
    {
        context.Reply.Error(error);
        return false;
    }
}
