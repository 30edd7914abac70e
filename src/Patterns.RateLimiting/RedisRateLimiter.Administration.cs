using Patterns.Core.Resilience;
using Patterns.Core.Scripting;
using Patterns.RateLimiting.Decisions;
using Patterns.RateLimiting.Limits;
using Patterns.RateLimiting.Local;
using StackExchange.Redis;

namespace Patterns.RateLimiting;

// What operators do. Other processes see it at the latest when LocalDenial and LocalBatchLifetime are over.
public abstract partial class RedisRateLimiter
{
    /// <summary>Tells what the next caller would be told, without charging anything. One round trip.</summary>
    /// <param name="partition">Whose permits.</param>
    /// <param name="permits">How many are in question; 0 or more.</param>
    /// <param name="tag">The tag of the combined call that counts the partition; null if it is counted alone.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>What would be decided.</returns>
    /// <exception cref="RateLimitUnavailableException">Redis failed.</exception>
    public async ValueTask<RateLimitDecision> PeekAsync(
        string partition, int permits = 1, string? tag = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(permits);
        RateLimitRule rule = Settings.Rule;
        AcquireReply reply = await RunAsync("peek", partition, tag, AcquireScripts.Peek, permits, cancellationToken)
            .ConfigureAwait(false);
        return reply.ToDecision(rule);
    }

    /// <summary>Charges permits whatever the limit says, so that the partition may owe some. One round trip.</summary>
    /// <param name="partition">Whose permits.</param>
    /// <param name="permits">How many; 1 or more. Buckets can owe up to seven times what they hold.</param>
    /// <param name="tag">The tag of the combined call that counts the partition; null if it is counted alone.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>What is left.</returns>
    /// <exception cref="RateLimitUnavailableException">Redis failed; the permits may have been charged.</exception>
    public async ValueTask<RateLimitDecision> PenaliseAsync(
        string partition, int permits, string? tag = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(permits, 1);
        RateLimitRule rule = Settings.Rule;
        Partition known = Find(partition, tag ?? partition);
        Task<AcquireReply> reply = RunAsync(
            "penalise", partition, tag, AcquireScripts.Charge, permits, cancellationToken).AsTask();
        await ThenForgetAsync(known, reply).ConfigureAwait(false);
        return (await reply.ConfigureAwait(false)).ToDecision(rule);
    }

    /// <summary>Refuses everything for a while, whatever the limit says. One round trip.</summary>
    /// <param name="partition">Whose permits.</param>
    /// <param name="duration">How long: 1 millisecond to 366 days. A block that exists is replaced.</param>
    /// <param name="tag">The tag of the combined call that counts the partition; null if it is counted alone.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>When Redis has confirmed it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The duration is out of bounds.</exception>
    /// <exception cref="RateLimitUnavailableException">Redis failed; the partition may be blocked.</exception>
    public Task BlockAsync(
        string partition, TimeSpan duration, string? tag = null, CancellationToken cancellationToken = default)
    {
        Partition known = Find(partition, tag ?? partition);
        return ThenForgetAsync(
            known, _administration.BlockAsync(partition, known.Block, duration, cancellationToken));
    }

    /// <summary>Ends a block. One round trip.</summary>
    /// <param name="partition">Whose permits.</param>
    /// <param name="tag">The tag of the combined call that counts the partition; null if it is counted alone.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>When Redis has confirmed it.</returns>
    /// <exception cref="RateLimitUnavailableException">Redis failed; the partition may still be blocked.</exception>
    public Task UnblockAsync(string partition, string? tag = null, CancellationToken cancellationToken = default)
    {
        Partition known = Find(partition, tag ?? partition);
        return ThenForgetAsync(
            known, _administration.DeleteAsync("unblock", partition, [known.Block], cancellationToken));
    }

    /// <summary>Forgets what was used, and ends a block. One round trip.</summary>
    /// <param name="partition">Whose permits.</param>
    /// <param name="tag">The tag of the combined call that counts the partition; null if it is counted alone.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>When Redis has confirmed it.</returns>
    /// <exception cref="RateLimitUnavailableException">Redis failed; it may have been forgotten.</exception>
    public Task ResetAsync(string partition, string? tag = null, CancellationToken cancellationToken = default)
    {
        Partition known = Find(partition, tag ?? partition);
        return ThenForgetAsync(
            known, _administration.DeleteAsync("reset", partition, [known.State, known.Block], cancellationToken));
    }

    /// <summary>Takes back what was granted to a caller that has left. Nobody waits for it: if it fails, the permits
    /// stay counted until the limit forgets them.</summary>
    internal void GiveBack(Partition partition, AcquireReply grant)
    {
        if (grant.Charged > 0)
        {
            _ = GiveBackAsync(partition, grant);
        }
    }

    private async Task GiveBackAsync(Partition partition, AcquireReply grant)
    {
        RateLimitRule rule = Settings.Rule;
        RedisValue[] arguments = RateLimitRule.NewArguments(
            AcquireScripts.Return, grant.Grant, grant.Ends, policies: 1);
        rule.Write(arguments, policy: 0, grant.Charged);
        RedisReply<RedisResult> reply = await _gate
            .EvaluateAsync(
                new ScriptCall(rule.Script, [partition.State, partition.Block], arguments), CancellationToken.None)
            .ConfigureAwait(false);
        _metrics.Returned(grant.Charged, reply.Failure == RedisFailure.None);
    }

    /// <summary>After a change, and after one that may have happened, nothing counts that was known before.</summary>
    private static async Task ThenForgetAsync(Partition known, Task change)
    {
        try
        {
            await change.ConfigureAwait(false);
        }
        finally
        {
            known.Forget();
        }
    }

    private async ValueTask<AcquireReply> RunAsync(
        string verb,
        string partition,
        string? tag,
        RedisValue mode,
        int permits,
        CancellationToken cancellationToken)
    {
        Partition known = Find(partition, tag ?? partition);
        RateLimitRule rule = Settings.Rule;
        RedisValue[] arguments = RateLimitRule.NewArguments(mode, extra: 0, ends: 0, policies: 1);
        rule.Write(arguments, policy: 0, permits);
        RedisReply<RedisResult> reply = await _gate
            .EvaluateAsync(
                new ScriptCall(rule.Script, [known.State, known.Block], arguments), cancellationToken)
            .ConfigureAwait(false);
        _administration.ThrowIfFailed(verb, partition, reply.Failure, reply.Exception);
        return AcquireReply.Read(reply.Value!);
    }
}
