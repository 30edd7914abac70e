using Redis.Fixtures;
using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Persistence;

/// <summary>Waiting for what the engine writes beside its work.</summary>
internal static class Saving
{
    public static Task UntilDoneAsync(RespClient client, CancellationToken cancellation) => Poll.UntilAsync(
        async _ =>
        {
            string info = (await client.CallAsync("INFO", "persistence")).Text;
            return info.Contains("rdb_bgsave_in_progress:0") && info.Contains("aof_rewrite_in_progress:0")
                && info.Contains("aof_rewrite_scheduled:0");
        },
        "what is being written is safe",
        cancellation);
}
