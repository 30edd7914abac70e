using System.Globalization;

namespace Engine.Server.Configuration;

/// <summary>
/// The value of client-output-buffer-limit: a class, hard and soft bytes and soft seconds, for several classes.
/// </summary>
internal static class OutputLimits
{
    private const int WordsPerClass = 4;

    public static string Read(EngineOptions options) =>
        $"normal {Text(options.NormalOutputLimit)} slave {Text(options.ReplicaOutputLimit)} "
        + $"pubsub {Text(options.SubscriberOutputLimit)}";

    public static string? Write(EngineOptions options, string value)
    {
        string[] words = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || words.Length % WordsPerClass != 0)
            return "Wrong number of arguments in buffer limit configuration.";

        EngineOptions changed = options.Copy();
        foreach (string[] limit in words.Chunk(WordsPerClass))
        {
            if (Apply(changed, limit) is { } refusal)
                return refusal;
        }

        options.NormalOutputLimit = changed.NormalOutputLimit;
        options.ReplicaOutputLimit = changed.ReplicaOutputLimit;
        options.SubscriberOutputLimit = changed.SubscriberOutputLimit;
        return null;
    }

    private static string? Apply(EngineOptions options, string[] words)
    {
        string name = words[0].ToLowerInvariant();
        if (name is not ("normal" or "slave" or "replica" or "pubsub"))
            return "Invalid client class specified in buffer limit configuration.";
        if (!MemorySize.TryParse(words[1], out long hard) || !MemorySize.TryParse(words[2], out long soft)
            || !int.TryParse(words[3], NumberStyles.None, CultureInfo.InvariantCulture, out int seconds))
            return "Error in hard, soft or soft_seconds setting in buffer limit configuration.";

        var limit = new OutputLimit(hard, soft, seconds);
        if (name == "normal")
            options.NormalOutputLimit = limit;
        else if (name == "pubsub")
            options.SubscriberOutputLimit = limit;
        else
            options.ReplicaOutputLimit = limit;
        return null;
    }

    private static string Text(OutputLimit limit) =>
        string.Create(CultureInfo.InvariantCulture, $"{limit.HardBytes} {limit.SoftBytes} {limit.SoftSeconds}");
}
