using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Journal;

/// <summary>
/// What a redis-server with <c>appendonly yes</c> has written, in the form of <see cref="EffectRecorder"/>.
/// </summary>
internal static class AppendOnlyFile
{
    public static async Task<IReadOnlyList<IReadOnlyList<string[]>>> ReadAsync(RedisServerProcess server)
    {
        string path = Directory.GetFiles(Path.Combine(server.Folder, "appendonlydir"), "*.incr.aof").Single();
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        await using var reader = new RespClient(file);
        List<IReadOnlyList<string[]>> units = [];
        List<string[]>? transaction = null;
        string database = "0";
        while (await TryReadAsync(reader) is { } words)
        {
            switch (words[0].ToUpperInvariant())
            {
                case "SELECT":
                    database = words[1];
                    break;
                case "MULTI":
                    transaction = [];
                    break;
                case "EXEC":
                    units.Add(transaction!);
                    transaction = null;
                    break;
                default:
                    string[] effect = [database, .. words];
                    if (transaction is null)
                        units.Add([effect]);
                    else
                        transaction.Add(effect);
                    break;
            }
        }

        return units;
    }

    private static async Task<string[]?> TryReadAsync(RespClient reader)
    {
        try
        {
            RespValue command = await reader.ReadAsync(TestContext.Current.CancellationToken);
            return [.. command.Items.Select(word => System.Text.Encoding.Latin1.GetString(word.Bytes.Span))];
        }
        catch (EndOfStreamException)
        {
            return null;
        }
    }
}
