using Engine.Server.Access;
using Engine.Server.DataTypes.Serialization;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;
using static Engine.Server.Commands.CommandFlags;

namespace Engine.Server.Commands.Keys;

internal static partial class KeyCommands
{
    private const string RestoreComplexity = "O(N) where N is the number of bytes, and O(M*log(M)) for M members";

    private const string RestoreSyntax = "key:key ttl:integer serialized-value [REPLACE@3.0.0] [ABSTTL@5.0.0] "
        + "[IDLETIME seconds:integer@5.0.0] [FREQ frequency:integer@5.0.0]";

    private static CommandSpec[] Dumps =>
    [
        new("dump", 2, ReadOnly, Dump)
        {
            Group = CommandGroup.Generic, Since = "2.6.0", Keys = KeyToRead,
            Complexity = "O(N) where N is the number of bytes of the value",
            Summary = "Returns a value in the form that RESTORE takes.",
            Syntax = "key:key",
            Tips = ["nondeterministic_output"],
        },
        new("restore", -4, Write | DenyOom, Restore)
        {
            Group = CommandGroup.Generic, Since = "2.6.0", Acl = AclCategories.Dangerous,
            Complexity = RestoreComplexity,
            Keys = [KeySpec.At(1, KeyUse.Overwrite | KeyUse.Update)],
            Summary = "Creates a key with a value that DUMP returned.",
            Syntax = RestoreSyntax,
        },
        new("restore-asking", -4, Write | DenyOom | Asking, Restore)
        {
            Group = CommandGroup.Server, Since = "3.0.0", IsSystem = true,
            Acl = AclCategories.Keyspace | AclCategories.Dangerous,
            Complexity = RestoreComplexity,
            Keys = [KeySpec.At(1, KeyUse.Overwrite | KeyUse.Update)],
            Summary = "Creates a key that comes from another node of a cluster.",
            Syntax = RestoreSyntax,
        },
    ];

    /// <summary>DUMP key</summary>
    private static void Dump(ref CommandContext context)
    {
        if (!context.Database.TryRead(context[1], out Entry entry))
        {
            context.Reply.Null();
            return;
        }

        if (!context.Engine.TrySerialize(entry))
        {
            context.Reply.Error(Errors.TooLargeToDump);
            return;
        }

        ValueWriter writer = context.Engine.Serialized;
        DumpPayload.Close(writer);
        context.Reply.Bulk(writer.Written);
        writer.Clear();
    }

    /// <summary>RESTORE key ttl serialized-value [REPLACE] [ABSTTL] [IDLETIME seconds] [FREQ frequency]</summary>
    private static void Restore(ref CommandContext context)
    {
        if (!TryReadRestoreOptions(ref context, out RestoreOptions options))
            return;
        if (!options.Replaces && context.Database.TryEdit(context[1], out _))
        {
            context.Reply.Error(Errors.BusyKey);
            return;
        }

        if (!context.TryReadInteger(2, out long timeToLive))
            return;
        if (timeToLive < 0)
        {
            context.Reply.Error(Errors.NegativeTimeToLive);
            return;
        }

        if (!DumpPayload.TryOpen(context[3], out ReadOnlySpan<byte> payload))
        {
            context.Reply.Error(Errors.DumpMismatch);
            return;
        }

        var values = new CollectionReader(context.Engine.Keyspace.Values);
        var reader = new ValueReader(payload);
        if (!values.TryRead(ref reader, (SerializedType)reader.Byte(), out LoadedValue value))
        {
            context.Reply.Error(Errors.BadDump);
            return;
        }

        Restore(ref context, options, timeToLive, value);
        context.Reply.Ok();
    }

    private static void Restore(
        ref CommandContext context, RestoreOptions options, long timeToLive, scoped LoadedValue value)
    {
        Database database = context.Database;
        bool isReplaced = options.Replaces && database.Remove(context[1]);
        long now = context.Engine.Clock.Now;

        // A time to live beyond the end of time is in the past, as in Redis.
        long expiry = options.IsAbsolute ? timeToLive : unchecked(now + timeToLive);
        if (timeToLive != 0 && context.Engine.HasPassed(expiry))
        {
            context.Engine.Keyspace.Values.Free(value);
            if (isReplaced)
            {
                context.Notify(KeyEvents.Generic, "del"u8);
                context.Changed();
                context.JournalDeletion(1, isLazy: false);
            }

            return;
        }

        database.AddLoaded(context[1], value, timeToLive == 0 ? Database.NoExpiry : expiry);
        database.RestoreAccess(context[1], options.IdleSeconds, (int)options.Frequency);
        context.Notify(KeyEvents.Generic, "restore"u8);
        context.Changed();
        if (timeToLive != 0 && !options.IsAbsolute)
            JournalRestore(ref context, expiry);
    }

    private static void JournalRestore(ref CommandContext context, long expiry)
    {
        IEffectSink effect = context.BeginEffect(context.Count + 1);
        for (int i = 0; i < context.Count; i++)
        {
            if (i == 2)
                effect.Add(expiry);
            else
                effect.Add(context[i]);
        }

        effect.Add("ABSTTL"u8);
    }

    private static bool TryReadRestoreOptions(ref CommandContext context, out RestoreOptions options)
    {
        options = new RestoreOptions();
        for (int i = 4; i < context.Count; i++)
        {
            bool hasArgument = i + 1 < context.Count;
            if (context.Is(i, "REPLACE"u8))
            {
                options.Replaces = true;
            }
            else if (context.Is(i, "ABSTTL"u8))
            {
                options.IsAbsolute = true;
            }
            else if (context.Is(i, "IDLETIME"u8) && hasArgument && options.Frequency < 0)
            {
                if (!TryReadAccess(ref context, ++i, long.MaxValue, Errors.NegativeIdleTime, out options.IdleSeconds))
                    return false;
            }
            else if (context.Is(i, "FREQ"u8) && hasArgument && options.IdleSeconds < 0)
            {
                if (!TryReadAccess(
                    ref context, ++i, byte.MaxValue, Errors.FrequencyOutOfRange, out options.Frequency))
                    return false;
            }
            else
            {
                context.Reply.Error(Errors.Syntax);
                return false;
            }
        }

        return true;
    }

    private static bool TryReadAccess(
        ref CommandContext context, int index, long highest, ReadOnlySpan<byte> error, out long value)
    {
        if (!context.TryReadInteger(index, out value))
            return false;
        if (value >= 0 && value <= highest)
            return true;
        context.Reply.Error(error);
        return false;
    }

    private struct RestoreOptions()
    {
        public bool Replaces;

        /// <summary>The time to live is a Unix time.</summary>
        public bool IsAbsolute;

        /// <summary>Negative when it was not given.</summary>
        public long IdleSeconds = -1;

        /// <summary>Negative when it was not given.</summary>
        public long Frequency = -1;
    }
}
