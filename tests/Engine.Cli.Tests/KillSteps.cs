using System.Globalization;
using Redis.Fixtures;
using Redis.Fixtures.Resp;

namespace Engine.Cli.Tests;

/// <summary>
/// Numbered steps that change data, each as one unit that also adds its number to a list: single commands,
/// transactions, scripts, keys that expire. The length of the list says how many were made, and the digest whether
/// those were the first ones, each once.
/// </summary>
internal static class KillSteps
{
    private const int ExpiringKeys = 20;

    private const string Script = """
        redis.call('RPUSH', 'list', ARGV[1])
        redis.call('INCRBY', 'sum', ARGV[1])
        redis.call('ZADD', 'scores', ARGV[1], ARGV[1] % 50)
        return redis.call('SET', 'kept:' .. ARGV[1] % 20, ARGV[1], 'EX', 100000)
        """;

    /// <summary>The commands of a step, which is made when the last of them is answered.</summary>
    public static string[][] Commands(int step)
    {
        string number = step.ToString(CultureInfo.InvariantCulture);
        return (step % 4) switch
        {
            0 => [["RPUSH", "list", number]],
            1 => [["EVAL", Script, "0", number]],
            2 => [
                ["MULTI"], ["RPUSH", "list", number], ["HSET", "hash", $"field:{step % 50}", number],
                ["SADD", "set", number], ["EXEC"],
            ],
            _ => [
                ["MULTI"], ["SET", $"brief:{step % ExpiringKeys}", number, "PX", "5"], ["RPUSH", "list", number],
                ["DEL", $"kept:{step % 7}"], ["EXEC"],
            ],
        };
    }

    /// <summary>Makes steps without waiting for each.</summary>
    public static async Task RunAsync(RespClient client, IEnumerable<int> steps, CancellationToken cancellation)
    {
        const int Pipelined = 50;
        foreach (int[] some in steps.Chunk(Pipelined))
        {
            string[][] commands = [.. some.SelectMany(Commands)];
            foreach (string[] command in commands)
                await client.SendAsync(command);
            await ReadAsync(client, commands.Length, cancellation);
        }
    }

    /// <summary>Reads the replies of so many commands; none may be an error.</summary>
    public static async Task ReadAsync(RespClient client, int commands, CancellationToken cancellation)
    {
        for (int i = 0; i < commands; i++)
        {
            RespValue reply = await client.ReadAsync(cancellation);
            Assert.False(reply.IsError, reply.ToString());
        }
    }

    /// <summary>How many steps were made.</summary>
    public static async Task<int> CountAsync(RespClient client) =>
        int.Parse((await client.CallAsync("LLEN", "list")).Text, CultureInfo.InvariantCulture);

    /// <summary>A digest of all data, when those keys are gone whose time is short.</summary>
    public static async Task<string> DigestAsync(RespClient client, CancellationToken cancellation)
    {
        string[] exists = ["EXISTS", .. Enumerable.Range(0, ExpiringKeys).Select(key => $"brief:{key}")];
        await Poll.UntilAsync(
            async _ => (await client.CallAsync(exists)).Text == "0", "the keys have expired", cancellation);
        return (await client.CallAsync("DEBUG", "DIGEST")).Text;
    }
}
