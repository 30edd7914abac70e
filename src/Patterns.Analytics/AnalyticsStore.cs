using System.Diagnostics;
using System.Reflection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Patterns.Analytics.Telemetry;
using Patterns.Core;
using Patterns.Core.Resilience;
using Patterns.Core.Scripting;
using Patterns.Core.Time;
using StackExchange.Redis;

namespace Patterns.Analytics;

/// <summary>The way of one recipe to Redis: its keys, its scripts, the server's time, and what a failure
/// means.</summary>
internal sealed class AnalyticsStore
{
    private const int FormatVersion = 1;

    // A server's clock that jumps by more than the tolerance each time it is looked at is not a clock.
    private const int Attempts = 5;

    private readonly RedisGate _redis;
    private readonly KeyBuilder _keys;

    public AnalyticsStore(
        IDatabase database, RedisAnalyticsOptions options, ILogger? logger, TimeProvider? timeProvider)
    {
        timeProvider ??= TimeProvider.System;
        _keys = new KeyBuilder(options.KeyPrefix, FormatVersion);
        _redis = new RedisGate(
            database,
            new RedisGateOptions(options.RedisTimeout, options.RedisCircuit, options.RedisPipeline),
            new AnalyticsObserver(options.KeyPrefix, logger ?? NullLogger.Instance),
            timeProvider);
        Clock = new ServerClock(timeProvider);
    }

    /// <summary>The server's time as far as it is known.</summary>
    public ServerClock Clock { get; }

    public static RedisScript Load(string name, params ReadOnlySpan<string> parts)
        => RedisScript.FromResource(Assembly.GetExecutingAssembly(), name, parts);

    /// <summary>Begins one operation on what has this name.</summary>
    public static Activity? Begin(string operation, string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentException.ThrowIfNullOrEmpty(name);
        return AnalyticsInstruments.StartSpan(operation, name);
    }

    /// <summary>A key of what has this name. All of them share a slot.</summary>
    /// <exception cref="ArgumentException">The name has braces that are no hash tag.</exception>
    public RedisKey Key(string name, string part)
    {
        int open = name.IndexOf('{', StringComparison.Ordinal);
        int close = name.IndexOf('}', Math.Max(open, 0));
        if (open < 0 && close < 0)
        {
            return _keys.For($"{{{name}}}:{part}");
        }

        return open >= 0 && close > open + 1
            ? _keys.For($"{name}:{part}")
            : throw new ArgumentException(
                $"The name '{name}' has braces that are no hash tag: remove them, or put between them what decides the "
                + "slot, as in '{shop:7}:visits'.",
                nameof(name));
    }

    public async ValueTask<RedisResult> RunAsync(
        string name, RedisScript script, RedisKey[] keys, RedisValue[] arguments, CancellationToken cancellationToken)
    {
        RedisReply<RedisResult> reply = await _redis
            .EvaluateAsync(new ScriptCall(script, keys, arguments), cancellationToken)
            .ConfigureAwait(false);
        return Unwrap(reply, script.Name, name);
    }

    /// <summary>Runs a script that names keys after time, until the server's clock is where it was thought to be. Its
    /// reply begins with the server's time, and has nothing else if that was too far off.</summary>
    /// <param name="name">What the script works on.</param>
    /// <param name="script">The script.</param>
    /// <param name="call">Keys and arguments at some time.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    public async ValueTask<RedisResult[]> RunInTimeAsync(
        string name,
        RedisScript script,
        Func<DateTimeOffset, (RedisKey[] Keys, RedisValue[] Arguments)> call,
        CancellationToken cancellationToken)
    {
        for (int attempt = 1; attempt <= Attempts; attempt++)
        {
            (RedisKey[] keys, RedisValue[] arguments) = call(Clock.Now);
            var reply = (RedisResult[])(await RunAsync(name, script, keys, arguments, cancellationToken)
                .ConfigureAwait(false))!;
            Clock.Learn((long)reply[0]);
            if (reply.Length > 1)
            {
                return reply;
            }
        }

        throw new InvalidOperationException(
            $"The server's clock jumped by more than {ServerClock.Tolerance} in each of {Attempts} calls: synchronise "
            + "the clocks of the machines.");
    }

    public async ValueTask<TReply> CallAsync<TArguments, TReply>(
        string name,
        string command,
        Func<IDatabase, TArguments, Task<TReply>> send,
        TArguments arguments,
        CancellationToken cancellationToken)
    {
        RedisReply<TReply> reply = await _redis
            .CallAsync(command, send, arguments, cancellationToken)
            .ConfigureAwait(false);
        return Unwrap(reply, command, name);
    }

    private static TReply Unwrap<TReply>(RedisReply<TReply> reply, string command, string name)
        => reply.Failure switch
        {
            RedisFailure.None => reply.Value!,
            RedisFailure.WrongType => throw new InvalidOperationException(
                $"A key of '{name}' holds something else than its data: delete it, or choose another "
                + $"{nameof(RedisAnalyticsOptions.KeyPrefix)}.",
                reply.Exception),
            _ => throw new AnalyticsUnavailableException(
                $"Redis failed ({reply.Failure}), so {command} on '{name}' has no result: try again later; if "
                + $"{nameof(AnalyticsUnavailableException.IsOutcomeUnknown)} is true it may have been run.",
                reply.Failure,
                reply.Exception),
        };
}
