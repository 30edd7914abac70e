using System.Collections.Concurrent;
using System.Reflection;
using StackExchange.Redis;

namespace Patterns.Queues.Tests.Support;

/// <summary>A database that knows one command, the call of a script, and replies when the test says so.</summary>
public class HeldScripts : DispatchProxy
{
    /// <summary>The arguments and the reply of each call, in the order in which they came.</summary>
    public ConcurrentQueue<(RedisValue[] Arguments, TaskCompletionSource<RedisResult> Reply)> Calls { get; } = [];

    public static (IDatabase Database, HeldScripts Scripts) Create()
    {
        IDatabase database = Create<IDatabase, HeldScripts>();
        return (database, (HeldScripts)database);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        Assert.Equal(nameof(IDatabaseAsync.ScriptEvaluateAsync), targetMethod!.Name);
        var reply = new TaskCompletionSource<RedisResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        Calls.Enqueue(((RedisValue[])args![2]!, reply));
        return reply.Task;
    }
}
