using System.Diagnostics;
using System.Runtime.CompilerServices;
using StackExchange.Redis;

namespace Patterns.Core.Scripting;

/// <summary>One call of a script.</summary>
/// <param name="script">The script.</param>
/// <param name="keys">Its keys, all in one slot on Redis Cluster, in the order of its header.</param>
/// <param name="arguments">Its arguments, in the order of its header.</param>
/// <param name="lateReply">Hears of a reply that comes after the caller has stopped waiting, so that what the script
/// did can be taken back. It must not throw.</param>
public readonly struct ScriptCall(
    RedisScript script, RedisKey[] keys, RedisValue[] arguments, ILateReplyHandler? lateReply = null)
{
    /// <summary>The script.</summary>
    public RedisScript Script { get; } = script;

    internal RedisKey[] Keys { get; } = keys;

    internal RedisValue[] Arguments { get; } = arguments;

    /// <summary>Sends the hash, and the text to a server that does not know it.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<RedisResult> SendAsync(
        IDatabase database, TimeSpan timeout, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        Debug.Assert(Script.Header.AcceptsKeys(Keys.Length), $"{Script.Name} does not take {Keys.Length} keys.");
        ScriptLoads loads = Script.Loads;
        long loadsBefore = loads.Count;
        long start = timeProvider.GetTimestamp();
        Task<RedisResult> reply = Script.SendHashAsync(database, Keys, Arguments);
        try
        {
            return await reply.WaitAsync(timeout, timeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (RedisServerException exception) when (RedisScript.IsUnknown(exception))
        {
            reply = Script.LoadAndSendAsync(database, Keys, Arguments, loadsBefore);
        }
        catch (Exception exception) when (lateReply is not null && IsUnfinished(reply, exception))
        {
            Watch(reply, lateReply);
            throw;
        }

        try
        {
            TimeSpan left = timeout - timeProvider.GetElapsedTime(start);
            return await reply
                .WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, timeProvider, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception exception) when (lateReply is not null && IsUnfinished(reply, exception))
        {
            Watch(reply, lateReply);
            throw;
        }
    }

    private static bool IsUnfinished(Task<RedisResult> reply, Exception exception)
        => exception is TimeoutException or OperationCanceledException && !reply.IsFaulted && !reply.IsCanceled;

    private static void Watch(Task<RedisResult> reply, ILateReplyHandler handler)
        => reply.ContinueWith(
            static (reply, handler) => ((ILateReplyHandler)handler!).RepliedLate(reply.Result),
            handler,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
}
