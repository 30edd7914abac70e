using Patterns.Core.Scripting;

namespace Patterns.Queues.Lists;

/// <summary>The scripts of queues on lists.</summary>
internal static class ListScripts
{
    public static RedisScript Renew { get; } = Read("renew_list_worker");

    public static RedisScript Recover { get; } = Read("recover_list");

    public static RedisScript HandBack { get; } = Read("hand_back_to_list");

    public static RedisScript PutBack { get; } = Read("put_back_to_list");

    private static RedisScript Read(string name) => RedisScript.FromResource(typeof(ListScripts).Assembly, name);
}
