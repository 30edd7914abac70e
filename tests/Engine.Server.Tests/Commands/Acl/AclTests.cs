using System.Text;
using Redis.Fixtures.Differential;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Acl;

/// <summary>What tests of users share: they begin without any but the default user.</summary>
public abstract class AclTests(ReferenceRedis reference) : CommandTests(reference)
{
    /// <summary>
    /// Runs a script as <see cref="CommandTests.CompareAsync"/> does, without users of scripts before.
    /// </summary>
    protected Task CompareUsersAsync(string script) => CompareUsersAsync(script, 2, 3);

    /// <summary>
    /// The same in some protocols only: a script must begin in RESP2 when HELLO would be refused to its clients.
    /// </summary>
    protected async Task CompareUsersAsync(string script, params int[] protocols)
    {
        var comparison = new ServerComparison(Reference.Target, EngineTarget);
        foreach (int protocol in protocols)
        {
            await ForgetUsersAsync(Reference.Target);
            await ForgetUsersAsync(EngineTarget);
            await comparison.RunAsync(script, protocol, Cancellation);
        }
    }

    /// <summary>Makes a server as it is without rules.</summary>
    protected static async Task ForgetUsersAsync(RespTarget target)
    {
        await using RespClient client = await target.ConnectAsync(Cancellation);
        foreach (RespValue name in (await client.CallAsync("ACL", "USERS")).Items)
        {
            if (name.Text == "default")
                continue;
            await client.SendAsync([Encoding.ASCII.GetBytes("ACL"), Encoding.ASCII.GetBytes("DELUSER"), name.Bytes]);
            await client.ReadAsync(Cancellation);
        }

        await client.CallAsync("ACL", "SETUSER", "default", "reset", "on", "nopass", "~*", "&*", "+@all");
        await client.CallAsync("ACL", "LOG", "RESET");
    }
}
