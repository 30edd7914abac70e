using Patterns.Core.Scripting;

namespace Patterns.Queues.Inbox;

/// <summary>The scripts of the inbox.</summary>
internal static class InboxScripts
{
    public static RedisScript Claim { get; } = Read("claim_message");

    public static RedisScript Settle { get; } = Read("settle_message");

    private static RedisScript Read(string name) => RedisScript.FromResource(typeof(InboxScripts).Assembly, name);
}
