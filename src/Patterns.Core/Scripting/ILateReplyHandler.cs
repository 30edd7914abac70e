using StackExchange.Redis;

namespace Patterns.Core.Scripting;

/// <summary>Hears of replies whose callers have stopped waiting, because of a timeout or a cancellation.</summary>
public interface ILateReplyHandler
{
    /// <summary>The script has run after all.</summary>
    /// <param name="reply">What it returned.</param>
    void RepliedLate(RedisResult reply);
}
