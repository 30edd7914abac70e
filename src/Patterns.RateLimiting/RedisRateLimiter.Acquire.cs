using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.RateLimiting;
using Patterns.Core;
using Patterns.Core.Resilience;
using Patterns.Core.Scripting;
using Patterns.RateLimiting.Decisions;
using Patterns.RateLimiting.Limits;
using Patterns.RateLimiting.Local;
using Patterns.RateLimiting.Telemetry;
using StackExchange.Redis;

namespace Patterns.RateLimiting;

// How permits are asked for and granted.
public abstract partial class RedisRateLimiter
{
    /// <summary>Decides without Redis, as the failure mode says.</summary>
    internal RateLimitDecision DecideAlone(Partition partition, RateLimiterSettings settings, long permits)
    {
        var decision = new RateLimitDecision
        {
            Reason = settings.FailureMode == RateLimitFailureMode.Open
                ? RateLimitReason.GrantedUnchecked
                : RateLimitReason.Unavailable,
            Policy = settings.Rule.Policy,
            Limit = settings.Rule.Limit,
            Window = settings.Rule.Window,
        };
        if (settings.FailureMode != RateLimitFailureMode.LocalFallback)
        {
            return decision;
        }

        (bool granted, long remaining, TimeSpan endsAfter) = partition.Fallback.Take(
            permits, settings.FallbackLimit, settings.Rule.Window, _timeProvider);
        return decision with
        {
            Reason = granted ? RateLimitReason.GrantedByFallback : RateLimitReason.RefusedByFallback,
            Limit = settings.FallbackLimit,
            Remaining = remaining,
            RetryAfter = granted || permits > settings.FallbackLimit ? null : endsAfter,
            ResetAfter = endsAfter,
        };
    }

    /// <summary>Counts a decision.</summary>
    internal void Note(Partition partition, RateLimitReason reason)
    {
        partition.Count(reason <= RateLimitReason.GrantedByFallback);
        _metrics.Decided(reason);
    }

    /// <summary>Answers without Redis, if that is possible.</summary>
    private RedisRateLimitLease? TryAlone(Partition partition, RateLimiterSettings settings, int permits)
    {
        if (permits > settings.Rule.Burst)
        {
            return Decide(partition, settings, TooMany(partition, settings.Rule));
        }

        RedisRateLimitLease? lease = partition.TryLocally(settings, permits, out RateLimitReason reason);
        if (lease is not null)
        {
            Note(partition, reason);
        }

        return lease;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<RateLimitLease> AskAsync(
        Partition partition, RateLimiterSettings settings, int permits, CancellationToken cancellationToken)
    {
        using Activity? span = RateLimitInstruments.Spans.StartActivity(RateLimitInstruments.AcquireSpan);
        int generation = partition.Generation;
        long extra = settings.LocalBatch > 1 ? partition.Reserved.BeginRefill(settings.LocalBatch - 1) : 0;
        RateLimitDecision decision;
        try
        {
            long sent = _timeProvider.GetTimestamp();
            RedisValue[] arguments = RateLimitRule.NewArguments(AcquireScripts.Take, extra, ends: 0, policies: 1);
            settings.Rule.Write(arguments, policy: 0, permits);
            RedisReply<RedisResult> reply = await _gate
                .EvaluateAsync(
                    new ScriptCall(settings.Rule.Script, [partition.State, partition.Block], arguments, partition),
                    cancellationToken)
                .ConfigureAwait(false);
            if (reply.Failure != RedisFailure.None)
            {
                _metrics.ReportForeignKey(partition.Name, reply);
                decision = DecideAlone(partition, settings, permits);
            }
            else
            {
                AcquireReply answer = AcquireReply.Read(reply.Value!);
                decision = answer.ToDecision(settings.Rule);
                partition.Learn(settings, permits, decision, answer.Charged - permits, sent, generation);
                if (settings.Rule.Waits && decision.IsGranted)
                {
                    await WaitForTurnAsync(partition, answer, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            // Not before the permits that have come are there, else the next caller would ask for as many again.
            if (extra > 0)
            {
                partition.Reserved.EndRefill();
            }
        }

        span?.SetTag(RateLimitInstruments.PolicyTag, Policy)
            .SetTag(RateLimitInstruments.PartitionTag, partition.Name)
            .SetTag(TelemetryTags.Reason, RateLimitMetrics.NameOf(decision.Reason));
        return Decide(partition, settings, decision);
    }

    private static RateLimitDecision TooMany(Partition partition, RateLimitRule rule) => new()
    {
        Reason = RateLimitReason.CostAboveLimit,
        Policy = rule.Policy,
        Limit = rule.Limit,
        Window = rule.Window,
        Remaining = partition.Remaining,
        ResetAfter = partition.ResetAfter,
    };

    private DecidedLease Decide(Partition partition, RateLimiterSettings settings, RateLimitDecision decision)
    {
        if (settings.Shadow && !decision.IsGranted)
        {
            decision = decision with { Reason = RateLimitReason.GrantedInShadow };
        }

        Note(partition, decision.Reason);
        return new DecidedLease(decision);
    }

    private async Task WaitForTurnAsync(
        Partition partition, AcquireReply answer, CancellationToken cancellationToken)
    {
        TimeSpan wait = Microseconds.ToTimeSpan(Math.Max(0, answer.Grant - answer.Now));
        _metrics.Waited(wait);
        if (wait == TimeSpan.Zero)
        {
            return;
        }

        long start = _timeProvider.GetTimestamp();
        partition.BeginWaiting();
        try
        {
            // A timer may come a little early, but nobody leaves before his turn.
            for (TimeSpan left = wait; left > TimeSpan.Zero; left = wait - _timeProvider.GetElapsedTime(start))
            {
                await Task.Delay(WholeMilliseconds.AtLeast(left), _timeProvider, cancellationToken)
                    .ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            GiveBack(partition, answer);
            throw;
        }
        finally
        {
            partition.EndWaiting();
        }
    }
}
