using System.Text;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Commands.Strings;

internal static partial class StringCommands
{
    /// <summary>
    /// SET key value [NX | XX] [GET] [EX seconds | PX milliseconds | EXAT time | PXAT time | KEEPTTL]
    /// </summary>
    private static void Set(ref CommandContext context)
    {
        if (context.Count > 3)
        {
            SetWithOptions(ref context);
            return;
        }

        context.Database.SetString(context[1], context[2]);
        context.Notify(KeyEvents.String, "set"u8);
        context.Changed();
        context.Reply.Ok();
    }

    private static void SetWithOptions(ref CommandContext context)
    {
        if (!TryReadOptions(ref context, 3, StringOptions.OfSet, out StringOptions options, out int timeIndex))
            return;
        bool returnsOld = (options & StringOptions.ReturnOld) != 0;
        long expiry = Database.NoExpiry;
        if (timeIndex > 0 && !TryReadExpiry(ref context, options, timeIndex, out expiry))
            return;
        if (returnsOld && !TryReplyValue(ref context))
            return;

        const StringOptions Conditions = StringOptions.OnlyAbsent | StringOptions.OnlyPresent;
        bool looksFirst = (options & (Conditions | StringOptions.KeepExpiry)) != 0;
        if (looksFirst)
        {
            bool exists = context.Database.TryEdit(context[1], out Entry entry);
            if ((options & (exists ? StringOptions.OnlyAbsent : StringOptions.OnlyPresent)) != 0)
            {
                if (!returnsOld)
                    context.Reply.Null();
                return;
            }

            if (exists && (options & StringOptions.KeepExpiry) != 0)
                expiry = entry.Expiry;
        }

        context.Database.SetString(context[1], context[2], expiry, isUse: !looksFirst);
        context.Notify(KeyEvents.String, "set"u8);
        context.Changed();
        if (timeIndex > 0)
            TellExpiry(ref context, context[2], expiry);
        else if (returnsOld)
            JournalWithoutGet(ref context);
        if (!returnsOld)
            context.Reply.Ok();
    }

    /// <summary>SETEX key seconds value</summary>
    private static void SetWithSeconds(ref CommandContext context) => SetWithTime(ref context, StringOptions.Seconds);

    /// <summary>PSETEX key milliseconds value</summary>
    private static void SetWithMilliseconds(ref CommandContext context) =>
        SetWithTime(ref context, StringOptions.Milliseconds);

    private static void SetWithTime(ref CommandContext context, StringOptions unit)
    {
        if (!TryReadExpiry(ref context, unit, timeIndex: 2, out long expiry))
            return;
        context.Database.SetString(context[1], context[3], expiry);
        context.Notify(KeyEvents.String, "set"u8);
        context.Changed();
        TellExpiry(ref context, context[3], expiry);
        context.Reply.Ok();
    }

    /// <summary>SETNX key value</summary>
    private static void SetIfAbsent(ref CommandContext context)
    {
        if (context.Database.TryEdit(context[1], out _))
        {
            context.Reply.Integer(0);
            return;
        }

        context.Database.SetString(context[1], context[2]);
        context.Notify(KeyEvents.String, "set"u8);
        context.Changed();
        context.Reply.Integer(1);
    }

    /// <summary>GETSET key value</summary>
    private static void GetAndSet(ref CommandContext context)
    {
        if (!TryReplyValue(ref context))
            return;
        context.Database.SetString(context[1], context[2]);
        context.Notify(KeyEvents.String, "set"u8);
        context.Changed();
        IEffectSink effect = context.BeginEffect(3);
        effect.Add("SET"u8);
        effect.Add(context[1]);
        effect.Add(context[2]);
    }

    /// <summary>GETEX key [EX seconds | PX milliseconds | EXAT time | PXAT time | PERSIST]</summary>
    private static void GetWithExpiry(ref CommandContext context)
    {
        if (!TryReadOptions(ref context, 2, StringOptions.OfGetEx, out StringOptions options, out int timeIndex))
            return;
        if (!context.Database.TryRead(context[1], out Entry entry))
        {
            context.Reply.Null();
            return;
        }

        if (entry.Type != ValueType.String)
        {
            context.Reply.Error(Errors.WrongType);
            return;
        }

        long expiry = Database.NoExpiry;
        if (timeIndex > 0 && !TryReadExpiry(ref context, options, timeIndex, out expiry))
            return;
        bool hasExpiry = entry.HasExpiry;
        ReplyValue(context.Reply, entry);
        if (timeIndex > 0)
            SetExpiry(ref context, options, expiry);
        else if (hasExpiry && (options & StringOptions.Persist) != 0)
            RemoveExpiry(ref context);
    }

    /// <summary>A time that is given as a date may have passed; one that is given as a duration has not.</summary>
    private static void SetExpiry(ref CommandContext context, StringOptions options, long expiry)
    {
        const StringOptions Date = StringOptions.UnixSeconds | StringOptions.UnixMilliseconds;
        context.Changed();
        if ((options & Date) != 0 && context.Engine.HasPassed(expiry))
        {
            context.Database.Remove(context[1]);
            context.Notify(KeyEvents.Generic, "del"u8);
            context.JournalDeletion(1, context.Engine.Options.LazyExpire);
            return;
        }

        context.Database.SetExpiry(context[1], expiry);
        context.Notify(KeyEvents.Generic, "expire"u8);
        IEffectSink effect = context.BeginEffect(3);
        effect.Add("PEXPIREAT"u8);
        effect.Add(context[1]);
        effect.Add(expiry);
    }

    private static void RemoveExpiry(ref CommandContext context)
    {
        context.Changed();
        context.Database.SetExpiry(context[1], Database.NoExpiry);
        context.Notify(KeyEvents.Generic, "persist"u8);
        IEffectSink effect = context.BeginEffect(2);
        effect.Add("PERSIST"u8);
        effect.Add(context[1]);
    }

    /// <summary>MSET key value [key value ...]</summary>
    private static void SetMany(ref CommandContext context)
    {
        if (!HasPairs(ref context))
            return;
        SetPairs(ref context);
        context.Reply.Ok();
    }

    /// <summary>MSETNX key value [key value ...]</summary>
    private static void SetManyIfAbsent(ref CommandContext context)
    {
        if (!HasPairs(ref context))
            return;
        for (int i = 1; i < context.Count; i += 2)
        {
            if (context.Database.TryEdit(context[i], out _))
            {
                context.Reply.Integer(0);
                return;
            }
        }

        SetPairs(ref context);
        context.Reply.Integer(1);
    }

    private static bool HasPairs(ref CommandContext context)
    {
        if (context.Count % 2 == 1)
            return true;
        context.Reply.Error(Errors.WrongArity(context.Command.FullName));
        return false;
    }

    private static void SetPairs(ref CommandContext context)
    {
        Database database = context.Database;
        for (int i = 1; i < context.Count; i += 2)
        {
            database.SetString(context[i], context[i + 1]);
            context.Notify(KeyEvents.String, "set"u8, i);
        }

        context.Changed(context.Count / 2);
    }

    /// <summary>The key that was set expires, which is journalled as SET key value PXAT time.</summary>
    private static void TellExpiry(ref CommandContext context, ReadOnlySpan<byte> value, long expiry)
    {
        context.Notify(KeyEvents.Generic, "expire"u8);
        IEffectSink effect = context.BeginEffect(5);
        effect.Add("SET"u8);
        effect.Add(context[1]);
        effect.Add(value);
        effect.Add("PXAT"u8);
        effect.Add(expiry);
    }

    /// <summary>The request as it came but for GET, which changes nothing.</summary>
    private static void JournalWithoutGet(ref CommandContext context)
    {
        int kept = 3;
        for (int i = 3; i < context.Count; i++)
            kept += context.Is(i, "GET"u8) ? 0 : 1;
        IEffectSink effect = context.BeginEffect(kept);
        for (int i = 0; i < context.Count; i++)
        {
            if (i < 3 || !context.Is(i, "GET"u8))
                effect.Add(context[i]);
        }
    }

    /// <summary>Only with GET does SET read what it overwrites.</summary>
    private static KeyUse SetUse(in Request request)
    {
        for (int i = 3; i < request.Count; i++)
        {
            if (Ascii.EqualsIgnoreCase(request[i], "GET"u8))
                return KeyUse.ReadWrite | KeyUse.Access | KeyUse.Update;
        }

        return KeyUse.Overwrite | KeyUse.Update;
    }
}
