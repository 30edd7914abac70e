using System.Reflection;
using StackExchange.Redis;

namespace Patterns.Queues.Tests.Support;

/// <summary>A connection whose commands run, and some of whose replies do not arrive.</summary>
public class LosingReplies : DispatchProxy
{
    private object? _target;
    private Func<RedisResult, bool>? _loses;

    /// <param name="connection">What runs the commands.</param>
    /// <param name="loses">Whether a reply is lost.</param>
    public static IConnectionMultiplexer Wrap(IConnectionMultiplexer connection, Func<RedisResult, bool> loses)
        => Wrap<IConnectionMultiplexer>(connection, loses);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        => targetMethod!.Invoke(_target, args) switch
        {
            IDatabase database => Wrap<IDatabase>(database, _loses!),
            Task<RedisResult> reply => ReceiveAsync(reply),
            var result => result,
        };

    private static TInterface Wrap<TInterface>(TInterface target, Func<RedisResult, bool> loses)
        where TInterface : class
    {
        TInterface proxy = Create<TInterface, LosingReplies>();
        var losing = (LosingReplies)(object)proxy;
        losing._target = target;
        losing._loses = loses;
        return proxy;
    }

    private async Task<RedisResult> ReceiveAsync(Task<RedisResult> reply)
    {
        RedisResult result = await reply;
        return _loses!(result) ? throw new RedisTimeoutException("The reply is lost.", CommandStatus.Sent) : result;
    }
}
