using Engine.Server.Protocol;
using Engine.Server.Sessions;
using static Engine.Server.Commands.CommandFlags;

namespace Engine.Server.Commands.PubSub;

/// <summary>Sending messages to channels, and listening to them.</summary>
internal static partial class PubSubCommands
{
    private const CommandFlags Listening = CommandFlags.PubSub | NoScript | Loading | Stale;

    /// <summary>Replicas hear of what is published, so it is held back when writes are.</summary>
    private const CommandFlags Sending = CommandFlags.PubSub | Loading | Stale | Fast | MayReplicate;

    public static CommandSpec[] Table { get; } = [.. Listeners, .. Senders, Introspection];

    private static CommandSpec[] Listeners =>
    [
        new("subscribe", -2, Listening, Subscribe)
        {
            Group = CommandGroup.PubSub, Since = "2.0.0", Channels = ChannelUse.Listen,
            Complexity = "O(N) where N is the number of channels to subscribe to.",
            Summary = "Listens to channels.",
            Syntax = "channel...",
        },
        new("unsubscribe", -1, Listening, Unsubscribe)
        {
            Group = CommandGroup.PubSub, Since = "2.0.0",
            Complexity = "O(N) where N is the number of clients already subscribed to a channel.",
            Summary = "Stops listening to channels, or to all of them.",
            Syntax = "[channel...]",
        },
        new("psubscribe", -2, Listening, SubscribeToPatterns)
        {
            Group = CommandGroup.PubSub, Since = "2.0.0", Channels = ChannelUse.ListenByPattern,
            Complexity = "O(N) where N is the number of patterns the client is already subscribed to.",
            Summary = "Listens to the channels whose names match.",
            Syntax = "pattern{pattern:pattern}...",
        },
        new("punsubscribe", -1, Listening, UnsubscribeFromPatterns)
        {
            Group = CommandGroup.PubSub, Since = "2.0.0",
            Complexity = "O(N+M) where N is the number of patterns the client is already subscribed and M is the "
                + "number of total patterns subscribed in the system (by any client).",
            Summary = "Stops listening by patterns, or by all of them.",
            Syntax = "[pattern:pattern...]",
        },
        new("ssubscribe", -2, Listening, SubscribeToShardChannels)
        {
            Group = CommandGroup.PubSub, Since = "7.0.0", Channels = ChannelUse.Listen,
            Complexity = "O(N) where N is the number of shard channels to subscribe to.",
            Keys = [KeySpec.From(1, KeyUse.NotKey)],
            Summary = "Listens to shard channels.",
            Syntax = "shardchannel...",
        },
        new("sunsubscribe", -1, Listening, UnsubscribeFromShardChannels)
        {
            Group = CommandGroup.PubSub, Since = "7.0.0",
            Complexity = "O(N) where N is the number of clients already subscribed to a shard channel.",
            Keys = [KeySpec.From(1, KeyUse.NotKey)],
            Summary = "Stops listening to shard channels, or to all of them.",
            Syntax = "[shardchannel...]",
        },
    ];

    private static CommandSpec[] Senders =>
    [
        new("publish", 3, Sending, Publish)
        {
            Group = CommandGroup.PubSub, Since = "2.0.0", Channels = ChannelUse.Publish,
            Complexity = "O(N+M) where N is the number of clients subscribed to the receiving channel and M is the "
                + "total number of subscribed patterns (by any client).",
            Summary = "Sends a message to a channel.",
            Syntax = "channel message",
        },
        new("spublish", 3, Sending, PublishToShard)
        {
            Group = CommandGroup.PubSub, Since = "7.0.0", Channels = ChannelUse.Publish,
            Complexity = "O(N) where N is the number of clients subscribed to the receiving shard channel.",
            Keys = [KeySpec.At(1, KeyUse.NotKey)],
            Summary = "Sends a message to a shard channel.",
            Syntax = "shardchannel message",
        },
    ];

    /// <summary>SUBSCRIBE channel [channel ...]</summary>
    private static void Subscribe(ref CommandContext context) =>
        Subscribe(context, SubscriptionKind.Channel, "subscribe"u8);

    /// <summary>PSUBSCRIBE pattern [pattern ...]</summary>
    private static void SubscribeToPatterns(ref CommandContext context) =>
        Subscribe(context, SubscriptionKind.Pattern, "psubscribe"u8);

    /// <summary>SSUBSCRIBE shardchannel [shardchannel ...]</summary>
    private static void SubscribeToShardChannels(ref CommandContext context)
    {
        // Its answer is no reply that EXEC could hold. The older commands are let through all the same, as clients rely
        // on them.
        if (context.Session.Transaction.IsOpen)
            context.Reply.Error(Errors.NotWhileBlockingIsDenied(context.Command.Name));
        else
            Subscribe(context, SubscriptionKind.ShardChannel, "ssubscribe"u8);
    }

    /// <summary>UNSUBSCRIBE [channel ...]</summary>
    private static void Unsubscribe(ref CommandContext context) =>
        Unsubscribe(context, SubscriptionKind.Channel, "unsubscribe"u8);

    /// <summary>PUNSUBSCRIBE [pattern ...]</summary>
    private static void UnsubscribeFromPatterns(ref CommandContext context) =>
        Unsubscribe(context, SubscriptionKind.Pattern, "punsubscribe"u8);

    /// <summary>SUNSUBSCRIBE [shardchannel ...]</summary>
    private static void UnsubscribeFromShardChannels(ref CommandContext context) =>
        Unsubscribe(context, SubscriptionKind.ShardChannel, "sunsubscribe"u8);

    /// <summary>PUBLISH channel message</summary>
    private static void Publish(ref CommandContext context) =>
        context.Reply.Integer(context.Engine.PubSub.Publish(context[1], context[2]));

    /// <summary>SPUBLISH shardchannel message</summary>
    private static void PublishToShard(ref CommandContext context) =>
        context.Reply.Integer(context.Engine.PubSub.PublishToShard(context[1], context[2]));

    private static void Subscribe(in CommandContext context, SubscriptionKind kind, ReadOnlySpan<byte> word)
    {
        for (int i = 1; i < context.Count; i++)
        {
            context.Engine.PubSub.Subscribe(context.Session, kind, context[i]);
            Confirm(context.Session, kind, word, context[i]);
        }
    }

    private static void Unsubscribe(in CommandContext context, SubscriptionKind kind, ReadOnlySpan<byte> word)
    {
        Session session = context.Session;
        byte[][] names = context.Count > 1 ? context.Request.Skip(1).ToArrays() : [.. session.Subscriptions[kind]];
        foreach (byte[] name in names)
        {
            context.Engine.PubSub.Unsubscribe(session, kind, name);
            Confirm(session, kind, word, name);
        }

        if (names.Length == 0)
            ConfirmNothing(session, kind, word);
    }

    /// <summary>Each name is answered by a message of its own, with the subscriptions that are left.</summary>
    private static void Confirm(
        Session session, SubscriptionKind kind, ReadOnlySpan<byte> word, ReadOnlySpan<byte> name)
    {
        ReplyWriter reply = session.BeginPush(3);
        reply.Bulk(word);
        reply.Bulk(name);
        reply.Integer(session.Subscriptions.CountBeside(kind));
        session.EndPush();
    }

    /// <summary>To end all subscriptions is answered even when there are none.</summary>
    private static void ConfirmNothing(Session session, SubscriptionKind kind, ReadOnlySpan<byte> word)
    {
        ReplyWriter reply = session.BeginPush(3);
        reply.Bulk(word);
        reply.Null();
        reply.Integer(session.Subscriptions.CountBeside(kind));
        session.EndPush();
    }
}
