using System.Globalization;
using Patterns.Core.Resilience;
using Patterns.Core.Scripting;
using StackExchange.Redis;

namespace Patterns.Queues.Storage;

/// <summary>One queue, or one subscription of a topic, in Redis.</summary>
internal sealed class QueueStore
{
    // What enqueue.lua calls the modes of de-duplication.
    private const string Unique = "id";
    private const string Throttle = "throttle";
    private const string Debounce = "debounce";

    private readonly RedisKey[] _keys;
    private readonly StreamOptions _options;
    private readonly RedisValue _limits;
    private readonly long _capacity;
    private readonly MessageIds _ids;
    private readonly MessageSender _sender;

    public QueueStore(
        RedisGate gate,
        int database,
        QueueIdentity identity,
        RedisKey[] keys,
        StreamOptions options,
        TimeProvider timeProvider)
    {
        _ids = new MessageIds(timeProvider);
        Gate = gate;
        Database = database;
        Identity = identity;
        _keys = keys;
        _options = options;
        Group = identity.Group;
        Lanes = keys[..4];
        var own = options as StreamQueueOptions;
        _capacity = own?.MaxLength ?? 0;
        _limits = string.Create(
            CultureInfo.InvariantCulture,
            $"{own?.GroupConcurrency ?? 1} {own?.GroupRate?.Permits ?? 0} {Milliseconds(own?.GroupRate?.Period)}");
        _sender = new MessageSender(gate, keys, _limits, _capacity);
    }

    public RedisGate Gate { get; }

    public QueueIdentity Identity { get; }

    /// <summary>The number of the database, for connections of other kinds.</summary>
    public int Database { get; }

    /// <summary>The streams, the last of them for waking only.</summary>
    public RedisKey[] Lanes { get; }

    public RedisValue Group { get; }

    public RedisKey DeadLetters => _keys[9];

    private RedisValue Shared => Identity.IsShared ? 1 : 0;

    /// <summary>Adds a message with no option that needs a script.</summary>
    public ValueTask<RedisReply<RedisValue>> AddAsync(
        QueuePriority priority, NameValueEntry[] fields, CancellationToken cancellationToken)
        => Gate.CallAsync(
            "XADD",
            static (database, state) => database.StreamAddAsync(state.Lane, state.Fields),
            (Lane: Lanes[LaneOf(priority) - 1], Fields: fields),
            cancellationToken);

    /// <summary>Wakes one worker that sleeps.</summary>
    public ValueTask<RedisReply<RedisValue>> WakeAsync(CancellationToken cancellationToken)
        => Gate.CallAsync(
            "XADD",
            static (database, wake) => database.StreamAddAsync(wake, "w", "", maxLength: 1),
            Lanes[^1],
            cancellationToken);

    /// <summary>Whether an entry only wakes a worker, and is no message.</summary>
    public bool IsWake(Delivery delivery) => delivery.Lane == Lanes.Length;

    /// <summary>Whether the message may be added by a plain XADD.</summary>
    public bool IsPlain(EnqueueOptions options) => _capacity == 0 && options.IsPlain;

    /// <summary>Sends a message with options that need a script.</summary>
    /// <param name="options">The options.</param>
    /// <param name="throttle">The key that throttles it, if one does.</param>
    /// <param name="fields">The message.</param>
    public OutgoingMessage Enqueue(EnqueueOptions options, RedisKey? throttle, NameValueEntry[] fields)
    {
        string mode = ModeOf(options);
        RedisValue window = Milliseconds(options.DeduplicationWindow);
        string id = _ids.Next();
        int count = 2 * (fields.Length + (mode == Unique ? 2 : 1));
        var arguments = new RedisValue[6 + count];
        arguments[0] = count;
        arguments[1] = LaneOf(options.Priority);
        arguments[2] = mode == Debounce ? window : Milliseconds(options.Delay);
        arguments[3] = options.GroupKey ?? "";
        arguments[4] = mode;
        arguments[5] = mode == Throttle ? window : options.DeduplicationId ?? "";
        int next = 6;
        (arguments[next++], arguments[next++]) = (MessageFields.Id, id);
        if (mode == Unique)
        {
            (arguments[next++], arguments[next++]) = (MessageFields.Unique, options.DeduplicationId);
        }

        foreach (NameValueEntry field in fields)
        {
            (arguments[next++], arguments[next++]) = (field.Name, field.Value);
        }

        var message = new OutgoingMessage(id, arguments, fields[0].Value.Length(), throttle);
        _sender.Send(message);
        return message;
    }

    public ValueTask<RedisReply<RedisResult>> FetchAsync(FetchRequest request, CancellationToken cancellationToken)
    {
        var call = new ScriptCall(QueueScripts.Fetch, _keys,
        [
            _limits,
            Group,
            request.Consumer,
            request.Count,
            Milliseconds(_options.Lease),
            _options.MaxAttempts,
            _options.DeadLetterLimit,
            Shared,
            request.ExpectedNow ?? (RedisValue)(request.TakesBack ? "back" : ""),
            request.LowestFirst ? 1 : 0,
            _options.Rate?.Permits ?? 0,
            Milliseconds(_options.Rate?.Period),
            .. request.Cursors,
        ]);
        return Gate.EvaluateAsync(call, cancellationToken);
    }

    /// <summary>Takes a permit of the queue's rate.</summary>
    public ValueTask<RedisReply<RedisResult>> ReserveAsync(QueueRate rate, CancellationToken cancellationToken)
        => Gate.EvaluateAsync(
            new ScriptCall(QueueScripts.Reserve, _keys, [rate.Permits, Milliseconds(rate.Period)]), cancellationToken);

    /// <summary>Ends messages that were handled.</summary>
    /// <returns>The places of those that the consumer no longer held.</returns>
    public ValueTask<RedisReply<RedisResult>> CompleteAsync(
        RedisValue consumer, ReadOnlySpan<Delivery> deliveries, CancellationToken cancellationToken)
    {
        bool anyHolds = false;
        foreach (Delivery delivery in deliveries)
        {
            anyHolds |= delivery.Unique is not null || delivery.Group is not null;
        }

        return anyHolds
            ? CompleteHoldingAsync(consumer, deliveries, cancellationToken)
            : CompletePlainAsync(consumer, deliveries, cancellationToken);
    }

    /// <param name="consumer">Who held it.</param>
    /// <param name="delivery">What failed.</param>
    /// <param name="attempts">How many attempts it has had by now.</param>
    /// <param name="pause">How long until the next attempt; null for a dead letter.</param>
    /// <param name="cause">Why.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    public ValueTask<RedisReply<RedisResult>> FailAsync(
        RedisValue consumer,
        Delivery delivery,
        int attempts,
        TimeSpan? pause,
        FailureCause cause,
        CancellationToken cancellationToken)
    {
        var arguments = new List<RedisValue>(12) { _limits, Group, consumer, Shared };
        Append(arguments, delivery);
        arguments.Add(attempts);
        arguments.Add(pause is { } time ? Milliseconds(time) : -1);
        arguments.Add(cause.Reason);
        arguments.Add(cause.Error);
        arguments.Add(_options.DeadLetterLimit);
        return RunAsync(QueueScripts.Fail, _keys, arguments, cancellationToken);
    }

    public ValueTask<RedisReply<RedisResult>> ExtendAsync(
        RedisValue consumer, IReadOnlyList<Delivery> deliveries, CancellationToken cancellationToken)
    {
        var arguments = new List<RedisValue>(2 + (3 * deliveries.Count)) { Group, consumer };
        foreach (Delivery delivery in deliveries)
        {
            Append(arguments, delivery);
        }

        return RunAsync(QueueScripts.Extend, _keys, arguments, cancellationToken);
    }

    public ValueTask<RedisReply<RedisResult>> HandBackAsync(
        RedisValue consumer, IReadOnlyList<Delivery> deliveries, bool leaves, CancellationToken cancellationToken)
    {
        var arguments = new List<RedisValue>(3 + (3 * deliveries.Count)) { Group, consumer, leaves ? 1 : 0 };
        foreach (Delivery delivery in deliveries)
        {
            Append(arguments, delivery);
        }

        return RunAsync(QueueScripts.HandBack, _keys, arguments, cancellationToken);
    }

    public ValueTask<RedisReply<RedisResult>> RenewAllAsync(CancellationToken cancellationToken)
        => Gate.EvaluateAsync(new ScriptCall(QueueScripts.Renew, _keys, [Group]), cancellationToken);

    public ValueTask<RedisReply<RedisResult>> CountAsync(CancellationToken cancellationToken)
        => Gate.EvaluateAsync(new ScriptCall(QueueScripts.Statistics, _keys, [Group, Shared]), cancellationToken);

    public ValueTask<RedisReply<RedisResult>> ReplayAsync(
        IEnumerable<string> entries, CancellationToken cancellationToken)
    {
        var arguments = new List<RedisValue> { _limits, Shared };
        arguments.AddRange(entries.Select(entry => (RedisValue)entry));
        return RunAsync(QueueScripts.Replay, _keys, arguments, cancellationToken);
    }

    public ValueTask<RedisReply<RedisResult>> ScheduleAsync(
        RedisKey schedules, ScheduleCall call, NameValueEntry[] fields, CancellationToken cancellationToken)
    {
        var arguments = new List<RedisValue>
        {
            call.Name, call.Occurrence, call.Following, LaneOf(call.Priority),
        };
        MessageFields.AppendTo(arguments, fields);
        return RunAsync(QueueScripts.Schedule, [.. _keys, schedules], arguments, cancellationToken);
    }

    private ValueTask<RedisReply<RedisResult>> CompletePlainAsync(
        RedisValue consumer, ReadOnlySpan<Delivery> deliveries, CancellationToken cancellationToken)
    {
        var arguments = new RedisValue[3 + (3 * deliveries.Length)];
        (arguments[0], arguments[1], arguments[2]) = (Group, consumer, Shared);
        int next = 3;
        foreach (Delivery delivery in deliveries)
        {
            arguments[next++] = delivery.Lane;
            arguments[next++] = delivery.Entry;
            arguments[next++] = delivery.Count;
        }

        return Gate.EvaluateAsync(new ScriptCall(QueueScripts.Complete, Lanes, arguments), cancellationToken);
    }

    private ValueTask<RedisReply<RedisResult>> CompleteHoldingAsync(
        RedisValue consumer, ReadOnlySpan<Delivery> deliveries, CancellationToken cancellationToken)
    {
        var arguments = new List<RedisValue>(4 + (6 * deliveries.Length)) { _limits, Group, consumer, Shared };
        foreach (Delivery delivery in deliveries)
        {
            Append(arguments, delivery);
            arguments.Add(delivery.Id);
            arguments.Add(delivery.Unique ?? "");
            arguments.Add(delivery.Group ?? "");
        }

        return RunAsync(QueueScripts.CompleteHolding, _keys, arguments, cancellationToken);
    }

    private static void Append(List<RedisValue> arguments, Delivery delivery)
    {
        arguments.Add(delivery.Lane);
        arguments.Add(delivery.Entry);
        arguments.Add(delivery.Count);
    }

    private static int LaneOf(QueuePriority priority) => 2 - (int)priority;

    private static string ModeOf(EnqueueOptions options) => options switch
    {
        { DeduplicationId: null } => "",
        { DeduplicationMode: DeduplicationMode.Throttle } => Throttle,
        { DeduplicationMode: DeduplicationMode.Debounce } => Debounce,
        _ => Unique,
    };

    private static long Milliseconds(TimeSpan? time) => (long)Math.Ceiling((time ?? TimeSpan.Zero).TotalMilliseconds);

    private ValueTask<RedisReply<RedisResult>> RunAsync(
        RedisScript script, RedisKey[] keys, List<RedisValue> arguments, CancellationToken cancellationToken)
        => Gate.EvaluateAsync(new ScriptCall(script, keys, [.. arguments]), cancellationToken);
}
