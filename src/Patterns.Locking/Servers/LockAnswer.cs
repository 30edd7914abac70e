using Patterns.Core.Resilience;
using Patterns.Locking.Leases;
using StackExchange.Redis;

namespace Patterns.Locking.Servers;

/// <summary>A server's answer to a request, or why there is none.</summary>
internal readonly struct LockAnswer
{
    private readonly LockVerdict _verdict;
    private readonly long _first;
    private readonly long _second;

    public LockAnswer(in RedisReply<RedisResult> reply)
    {
        Failure = reply.Failure;
        Exception = reply.Exception;
        if (Failure == RedisFailure.None)
        {
            RedisResult answer = reply.Value!;
            if (answer.Resp2Type == ResultType.Integer)
            {
                _verdict = LockVerdict.Granted;
                _first = _second = (long)answer;
                return;
            }

            _verdict = (LockVerdict)(int)answer[0];
            _first = (long)answer[1];
            _second = (long)answer[2];
        }
    }

    public RedisFailure Failure { get; }

    public Exception? Exception { get; }

    public bool IsGranted => Failure == RedisFailure.None && _verdict > LockVerdict.Queued;

    public bool IsQueued => Failure == RedisFailure.None && _verdict == LockVerdict.Queued;

    /// <summary>Whether the request was granted before, so that this is its repetition.</summary>
    public bool IsRepeated => Failure == RedisFailure.None && _verdict == LockVerdict.HeldAlready;

    /// <summary>The fencing token of a grant.</summary>
    public long Token => _first;

    /// <summary>The server's time at a grant, in microseconds.</summary>
    public long GrantedAt => _second;

    /// <summary>When the first of the holders is over, if it is not renewed.</summary>
    public TimeSpan UntilFirstEnd => Microseconds.ToTimeSpan(_first);

    /// <summary>How many stand before this request in the queue.</summary>
    public long Before => _second;
}
