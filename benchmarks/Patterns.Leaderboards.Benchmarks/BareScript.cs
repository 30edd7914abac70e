using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace Patterns.Leaderboards.Benchmarks;

/// <summary>A script that is called by its hash through the client alone.</summary>
internal sealed class BareScript
{
    private readonly string _text;
    private readonly byte[] _hash;

    public BareScript(string name)
    {
        using Stream stream = typeof(BareScript).Assembly.GetManifestResourceStream($"{name}.lua")!;
        using var reader = new StreamReader(stream);
        _text = reader.ReadToEnd();
        _hash = Hash(_text);
    }

    public async Task LoadAsync(IServer server) => await server.ScriptLoadAsync(_text);

    public Task<RedisResult> CallAsync(IDatabase database, RedisKey[] keys, RedisValue[] arguments)
        => database.ScriptEvaluateAsync(_hash, keys, arguments);

    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "Redis names scripts by SHA-1.")]
    private static byte[] Hash(string text) => SHA1.HashData(Encoding.UTF8.GetBytes(text));
}
