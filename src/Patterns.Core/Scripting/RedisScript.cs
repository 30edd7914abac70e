using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Patterns.Core.Resilience;
using StackExchange.Redis;

namespace Patterns.Core.Scripting;

/// <summary>A Lua script of a package, called by its hash. A server that does not know it is sent its text once,
/// however many callers find that out together; after SCRIPT FLUSH, a restart or a failover it is sent again.</summary>
/// <remarks>A package keeps each of its scripts in a static field: the hash is computed once, and what is known about
/// the loads of a server is shared by everyone in the process.</remarks>
public sealed class RedisScript
{
    // Scripts write, and what they read decides over what they write.
    private const CommandFlags Flags = CommandFlags.DemandMaster;

    private readonly byte[] _hash;

    private RedisScript(string name, string text)
    {
        Name = name;
        Text = text;
        Header = ScriptHeader.Read(name, text);
        _hash = Hash(text);
    }

    /// <summary>The name of its file without the extension.</summary>
    public string Name { get; }

    /// <summary>What is sent to Redis.</summary>
    public string Text { get; }

    /// <summary>What its first comment says.</summary>
    public ScriptHeader Header { get; }

    internal ScriptLoads Loads { get; } = new();

    /// <summary>Reads a script that is embedded in a package.</summary>
    /// <param name="package">The assembly of the package.</param>
    /// <param name="name">The name of the script's file without the extension.</param>
    /// <param name="parts">The names of the files that define what the script uses, in the order of use.</param>
    /// <returns>The script, preceded by its parts.</returns>
    /// <exception cref="InvalidOperationException">There is no such file, or its header is not as it should
    /// be.</exception>
    public static RedisScript FromResource(Assembly package, string name, params ReadOnlySpan<string> parts)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentException.ThrowIfNullOrEmpty(name);
        string script = ReadResource(package, name);
        var text = new StringBuilder();
        foreach (string part in parts)
        {
            text.Append(ReadResource(package, part)).Append('\n');
        }

        // The header that counts is the script's own, so it comes first; its code comes last.
        int endOfHeader = ScriptHeader.EndOf(script);
        text.Insert(0, script[..endOfHeader]).Append(script, endOfHeader, script.Length - endOfHeader);
        string fullName = parts.IsEmpty ? name : $"{name}({string.Join(',', parts)})";
        return new RedisScript(fullName, text.ToString());
    }

    internal static bool IsUnknown(RedisServerException exception)
        => exception.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal);

    internal Task<RedisResult> SendHashAsync(IDatabase database, RedisKey[] keys, RedisValue[] arguments)
        => database.ScriptEvaluateAsync(_hash, keys, arguments, Flags);

    /// <summary>Runs the script on a server that does not know it.</summary>
    internal async Task<RedisResult> LoadAndSendAsync(
        IDatabase database, RedisKey[] keys, RedisValue[] arguments, long loadsBefore)
    {
        IServer server = database.GetPrimary(keys[0]);
        await Loads.LoadAsync(database.Multiplexer, server, this, loadsBefore).ConfigureAwait(false);
        try
        {
            return await SendHashAsync(database, keys, arguments).ConfigureAwait(false);
        }
        catch (RedisServerException exception) when (IsUnknown(exception))
        {
            // The slot has moved, or the scripts were flushed once more: the text itself always works.
            object[] command = [Text, keys.Length, .. keys, .. arguments];
            return await database.ExecuteAsync("EVAL", command, Flags).ConfigureAwait(false);
        }
    }

    // SHA-1 is how Redis names scripts; nothing here relies on its strength.
    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "Redis names scripts by SHA-1.")]
    private static byte[] Hash(string text) => SHA1.HashData(Encoding.UTF8.GetBytes(text));

    private static string ReadResource(Assembly package, string name)
    {
        using Stream stream = package.GetManifestResourceStream($"{name}.lua")
            ?? throw new InvalidOperationException(
                $"{package.GetName().Name} has no embedded '{name}.lua': give the file the logical name "
                + "%(Filename)%(Extension) in the project.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
