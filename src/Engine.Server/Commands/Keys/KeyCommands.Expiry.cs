using Engine.Server.Keyspace;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.Keys;

internal static partial class KeyCommands
{
    /// <summary>EXPIRE key seconds [NX | XX | GT | LT]</summary>
    private static void Expire(ref CommandContext context) =>
        Expire(ref context, unit: 1000, context.Engine.Clock.Now);

    /// <summary>PEXPIRE key milliseconds [NX | XX | GT | LT]</summary>
    private static void ExpireMilliseconds(ref CommandContext context) =>
        Expire(ref context, unit: 1, context.Engine.Clock.Now);

    /// <summary>EXPIREAT key unix-time-seconds [NX | XX | GT | LT]</summary>
    private static void ExpireAt(ref CommandContext context) => Expire(ref context, unit: 1000, origin: 0);

    /// <summary>PEXPIREAT key unix-time-milliseconds [NX | XX | GT | LT]</summary>
    private static void ExpireAtMilliseconds(ref CommandContext context) => Expire(ref context, unit: 1, origin: 0);

    /// <param name="unit">Milliseconds of one unit of the argument.</param>
    /// <param name="origin">The moment from which the argument counts, in Unix milliseconds.</param>
    private static void Expire(ref CommandContext context, int unit, long origin)
    {
        if (!TryReadConditions(ref context, out ExpiryConditions conditions)
            || !context.TryReadInteger(2, out long time))
        {
            return;
        }

        if (time > long.MaxValue / unit || time < long.MinValue / unit || time * unit > long.MaxValue - origin)
        {
            context.Reply.Error(Errors.InvalidExpire(context.Command.FullName));
            return;
        }

        long expiry = time * unit + origin;
        if (!context.Database.TryEdit(context[1], out Entry entry) || !Hold(conditions, entry, expiry))
        {
            context.Reply.Integer(0);
            return;
        }

        if (context.Engine.HasPassed(expiry))
            DeleteNow(ref context);
        else
            SetExpiry(ref context, expiry, isAsItCame: unit == 1 && origin == 0);
        context.Changed();
        context.Reply.Integer(1);
    }

    private static void DeleteNow(ref CommandContext context)
    {
        bool isLazy = context.Engine.Options.LazyExpire;
        context.Database.Remove(context[1], isLazy);
        context.Notify(KeyEvents.Generic, "del"u8);
        context.JournalDeletion(1, isLazy);
    }

    private static void SetExpiry(ref CommandContext context, long expiry, bool isAsItCame)
    {
        context.Database.SetExpiry(context[1], expiry);
        context.Notify(KeyEvents.Generic, "expire"u8);
        if (isAsItCame)
            return;
        IEffectSink effect = context.BeginEffect(context.Count);
        effect.Add("PEXPIREAT"u8);
        effect.Add(context[1]);
        effect.Add(expiry);
        for (int i = 3; i < context.Count; i++)
            effect.Add(context[i]);
    }

    private static bool TryReadConditions(ref CommandContext context, out ExpiryConditions conditions)
    {
        conditions = ExpiryConditions.None;
        for (int i = 3; i < context.Count; i++)
        {
            if (context.Is(i, "NX"u8))
            {
                conditions |= ExpiryConditions.HasNone;
            }
            else if (context.Is(i, "XX"u8))
            {
                conditions |= ExpiryConditions.HasOne;
            }
            else if (context.Is(i, "GT"u8))
            {
                conditions |= ExpiryConditions.Later;
            }
            else if (context.Is(i, "LT"u8))
            {
                conditions |= ExpiryConditions.Earlier;
            }
            else
            {
                context.Reply.Error(Errors.UnsupportedOption(context[i]));
                return false;
            }
        }

        bool excluded = (conditions & ExpiryConditions.HasNone) != 0 && conditions != ExpiryConditions.HasNone;
        const ExpiryConditions Both = ExpiryConditions.Later | ExpiryConditions.Earlier;
        if (!excluded && (conditions & Both) != Both)
            return true;
        context.Reply.Error(excluded ? Errors.NxExcludesOthers : Errors.GtExcludesLt);
        return false;
    }

    /// <summary>A key without expiry counts as one that expires at the end of time.</summary>
    private static bool Hold(ExpiryConditions conditions, in Entry entry, long expiry)
    {
        if ((conditions & ExpiryConditions.HasNone) != 0 && entry.HasExpiry)
            return false;
        if ((conditions & ExpiryConditions.HasOne) != 0 && !entry.HasExpiry)
            return false;
        if ((conditions & ExpiryConditions.Later) != 0 && (!entry.HasExpiry || expiry <= entry.Expiry))
            return false;
        return (conditions & ExpiryConditions.Earlier) == 0 || !entry.HasExpiry || expiry < entry.Expiry;
    }

    /// <summary>PERSIST key</summary>
    private static void Persist(ref CommandContext context)
    {
        if (!context.Database.TryEdit(context[1], out Entry entry) || !entry.HasExpiry)
        {
            context.Reply.Integer(0);
            return;
        }

        context.Database.SetExpiry(context[1], Database.NoExpiry);
        context.Notify(KeyEvents.Generic, "persist"u8);
        context.Changed();
        context.Reply.Integer(1);
    }

    /// <summary>TTL key</summary>
    private static void TimeToLive(ref CommandContext context) =>
        ReplyTime(ref context, unit: 1000, context.Engine.Clock.Now);

    /// <summary>PTTL key</summary>
    private static void TimeToLiveMilliseconds(ref CommandContext context) =>
        ReplyTime(ref context, unit: 1, context.Engine.Clock.Now);

    /// <summary>EXPIRETIME key</summary>
    private static void ExpireTime(ref CommandContext context) => ReplyTime(ref context, unit: 1000, origin: 0);

    /// <summary>PEXPIRETIME key</summary>
    private static void ExpireTimeMilliseconds(ref CommandContext context) =>
        ReplyTime(ref context, unit: 1, origin: 0);

    private static void ReplyTime(ref CommandContext context, uint unit, long origin)
    {
        const int NoKey = -2;
        const int NoExpiry = -1;
        if (!context.Database.TryInspect(context[1], out Entry entry))
            context.Reply.Integer(NoKey);
        else if (!entry.HasExpiry)
            context.Reply.Integer(NoExpiry);
        else
            context.Reply.Integer((long)(((ulong)Math.Max(entry.Expiry - origin, 0) + unit / 2) / unit));
    }

    /// <summary>The options of EXPIRE: when to change the expiry of a key.</summary>
    [Flags]
    private enum ExpiryConditions
    {
        None = 0,
        HasNone = 1 << 0,
        HasOne = 1 << 1,
        Later = 1 << 2,
        Earlier = 1 << 3,
    }
}
