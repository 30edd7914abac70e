using System.Reflection;
using StackExchange.Redis;

namespace Patterns.Queues.Tests.Support;

/// <summary>A connection, or what was made from it, whose commands run, and some of whose replies do not
/// arrive.</summary>
public class LosingReplies : DispatchProxy
{
    private object? _target;
    private Func<object?[], RedisResult, Exception?>? _failure;

    /// <param name="target">What runs the commands.</param>
    /// <param name="failure">What comes in place of a reply; null if the reply does.</param>
    public static TInterface Wrap<TInterface>(TInterface target, Func<object?[], RedisResult, Exception?> failure)
        where TInterface : class
    {
        TInterface proxy = Create<TInterface, LosingReplies>();
        var losing = (LosingReplies)(object)proxy;
        losing._target = target;
        losing._failure = failure;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        => targetMethod!.Invoke(_target, args) switch
        {
            IConnectionMultiplexer connection => Wrap(connection, _failure!),
            IDatabase database => Wrap(database, _failure!),
            IServer server => Wrap(server, _failure!),
            Task<RedisResult> reply => ReceiveAsync(args!, reply),
            var result => result,
        };

    private async Task<RedisResult> ReceiveAsync(object?[] arguments, Task<RedisResult> reply)
    {
        RedisResult result = await reply;
        return _failure!(arguments, result) is { } failure ? throw failure : result;
    }
}
