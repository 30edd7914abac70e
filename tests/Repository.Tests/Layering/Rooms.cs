namespace Repository.Tests.Layering;

/// <summary>The rooms of Engine.Server (its folders) and which other rooms each of them may use.</summary>
internal static class Rooms
{
    /// <summary>The root folder: EngineServer composes every room, so it may use all of them.</summary>
    public const string Root = "(root)";

    /// <summary>Types of the root folder that every room may use, because they only carry values.</summary>
    public static readonly HashSet<string> SharedRootTypes =
    [
        "AppendSync", "EncodingLimits", "EngineOptions", "EvictionPolicy", "KeyEvents", "NetworkBackend",
        "OutputLimit", "SavePoint", "TlsClientCertificates", "TlsOptions",
    ];

    private static readonly Dictionary<string, string[]> Uses = new()
    {
        ["Memory"] = [],
        ["DataTypes"] = ["Memory"],
        // What is written so that it outlives a crash: snapshots and logs, and what commands save of users.
        ["Files"] = [],
        // For the text of numbers, which values and replies share.
        ["Protocol"] = ["DataTypes"],
        ["Keyspace"] = ["DataTypes", "Memory"],
        // Users and their rules know commands by name and number only, and nothing of clients. For sentences, quoted
        // rules and patterns.
        ["Access"] = ["Protocol", "DataTypes"],
        // A session's transaction is the watcher that Keyspace declares; Keyspace knows nothing of sessions.
        ["Sessions"] = ["Access", "Protocol", "Keyspace", "DataTypes", "Memory"],
        // The names and the syntax of redis.conf, for files, flags and the CONFIG command.
        ["Configuration"] = ["Protocol", "DataTypes"],
        ["Commands"] = ["Configuration", "Protocol", "Access", "Sessions", "Keyspace", "DataTypes", "Files", "Memory"],
        // Keyspace declares the sink for effects, Journal implements it; an effect is a request that repeats it.
        ["Journal"] = ["Protocol", "Keyspace", "DataTypes", "Memory"],
        ["Dispatch"] = ["Journal", "Protocol", "Commands", "Access", "Sessions", "Keyspace", "DataTypes", "Memory"],
        ["Network"] = ["Protocol", "Dispatch", "Commands", "Access", "Sessions", "Keyspace", "DataTypes", "Memory"],
        // Loading a file or following a primary re-enters through Dispatch, as a client does. What SAVE and INFO ask of
        // files, Commands declares.
        ["Persistence"] =
            ["Journal", "Protocol", "Dispatch", "Commands", "Sessions", "Keyspace", "DataTypes", "Files", "Memory"],
        ["Replication"] =
            ["Journal", "Persistence", "Protocol", "Dispatch", "Sessions", "Keyspace", "DataTypes", "Memory"],
        ["Cluster"] = ["Replication", "Protocol", "Dispatch", "Sessions", "Keyspace", "DataTypes", "Memory"],
        // redis.call goes back through the runner that Commands declares and Dispatch implements.
        ["Scripting"] = ["Protocol", "Commands", "Access", "Sessions", "Keyspace", "DataTypes", "Memory"],
    };

    public static IEnumerable<string> All => Uses.Keys;

    public static bool IsKnown(string room) => room == Root || Uses.ContainsKey(room);

    public static bool MayUse(string room, string other) =>
        room == other || room == Root || (Uses.TryGetValue(room, out string[]? uses) && uses.Contains(other));
}
