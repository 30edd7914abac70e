using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Engine.Lua;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;

namespace Engine.Server.Scripting;

/// <summary>The scripts that were compiled, by their hash and by their source.</summary>
internal sealed class ScriptCache
{
    private const string ChunkName = "@user_script";
    private const int HashLength = 2 * SHA1.HashSizeInBytes;

    private readonly Dictionary<byte[], ScriptIdentity> _byHash = new(ByteArrayComparer.Instance);
    private readonly Dictionary<byte[], ScriptIdentity> _bySource = new(ByteArrayComparer.Instance);

    public int Count => _byHash.Count;

    /// <summary>Bytes of the sources.</summary>
    public long SourceBytes { get; private set; }

    public bool TryFind(ReadOnlySpan<byte> hash, [NotNullWhen(true)] out ScriptIdentity? script)
    {
        script = null;
        if (hash.Length != HashLength)
            return false;
        Span<byte> lower = stackalloc byte[HashLength];
        return Ascii.ToLower(hash, lower, out _) == System.Buffers.OperationStatus.Done
            && _byHash.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(lower, out script);
    }

    public bool TryFindSource(ReadOnlySpan<byte> source, [NotNullWhen(true)] out ScriptIdentity? script) =>
        _bySource.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(source, out script);

    /// <summary>Finds a script by its source, and compiles it when it is new. Null when it is none.</summary>
    public ScriptIdentity? Find(LuaState state, ReadOnlySpan<byte> source, out string error)
    {
        error = "";
        return TryFindSource(source, out ScriptIdentity? script) ? script : Compile(state, source, out error);
    }

    public void Clear()
    {
        _byHash.Clear();
        _bySource.Clear();
        SourceBytes = 0;
    }

    [SuppressMessage("Security", "CA5350", Justification = "Redis names scripts by their SHA1; it protects nothing.")]
    private ScriptIdentity? Compile(LuaState state, ReadOnlySpan<byte> source, out string error)
    {
        int shebang = Shebang.Read(source, out ScriptFlags flags, out error);
        if (shebang < 0)
            return null;
        string hash = Convert.ToHexStringLower(SHA1.HashData(source));
        try
        {
            var script = new ScriptIdentity(hash, state.Load(source[shebang..], ChunkName), flags);
            _byHash.Add(Encoding.ASCII.GetBytes(hash), script);
            _bySource.Add(source.ToArray(), script);
            SourceBytes += source.Length;
            return script;
        }
        catch (LuaException refusal)
        {
            error = Errors.ScriptDoesNotCompile(refusal.Message);
            return null;
        }
    }
}
