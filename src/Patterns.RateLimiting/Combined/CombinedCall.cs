using Patterns.Core.Resilience;
using Patterns.Core.Scripting;
using Patterns.RateLimiting.Decisions;
using Patterns.RateLimiting.Limits;
using StackExchange.Redis;

namespace Patterns.RateLimiting.Combined;

/// <summary>One call of several limits.</summary>
internal sealed class CombinedCall(List<CombinedMember> members, int permits) : ILateReplyHandler
{
    public ScriptCall ToScriptCall()
    {
        var keys = new RedisKey[2 * members.Count];
        RedisValue[] arguments =
            RateLimitRule.NewArguments(AcquireScripts.Take, extra: 0, ends: 0, members.Count);
        for (int index = 0; index < members.Count; index++)
        {
            CombinedMember member = members[index];
            keys[2 * index] = member.Partition.State;
            keys[(2 * index) + 1] = member.Partition.Block;
            member.Settings.Rule.Write(
                arguments, index, (long)permits * member.Weight, advisory: member.Settings.Shadow);
        }

        return new ScriptCall(AcquireScripts.Combined, keys, arguments, this);
    }

    public CombinedRateLimitLease Decide(RedisReply<RedisResult> reply)
    {
        // The error does not say which of the keys it is about; the first limit names the call.
        members[0].Limiter.Metrics.ReportForeignKey(members[0].Partition.Name, reply);
        RateLimitDecision[] decisions = reply.Failure == RedisFailure.None
            ? ReadDecisions(reply.Value!)
            : [.. members.Select(member =>
                member.Limiter.DecideAlone(member.Partition, member.Settings, (long)permits * member.Weight))];
        for (int index = 0; index < members.Count; index++)
        {
            if (members[index].Settings.Shadow && !decisions[index].IsGranted)
            {
                decisions[index] = decisions[index] with { Reason = RateLimitReason.GrantedInShadow };
            }

            members[index].Limiter.Note(members[index].Partition, decisions[index].Reason);
        }

        return new CombinedRateLimitLease(decisions);
    }

    void ILateReplyHandler.RepliedLate(RedisResult reply)
    {
        for (int index = 0; index < members.Count; index++)
        {
            members[index].Partition.GiveBack(AcquireReply.Read(reply, index));
        }
    }

    private RateLimitDecision[] ReadDecisions(RedisResult result)
    {
        AcquireReply[] replies = [.. members.Select((_, index) => AcquireReply.Read(result, index))];
        bool refused = replies
            .Where((reply, index) => reply.Verdict != Verdict.Granted && !members[index].Settings.Shadow)
            .Any();
        return [.. replies.Select(
            (reply, index) => reply.ToDecision(members[index].Settings.Rule, elsewhere: refused))];
    }
}
