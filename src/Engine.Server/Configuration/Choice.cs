namespace Engine.Server.Configuration;

/// <summary>A word of redis.conf and the value that it stands for.</summary>
/// <remarks>A class and no tuple: what collections do with a tuple of values is compiled when the engine starts, for
/// each type of values anew.</remarks>
internal sealed record Choice<T>(string Word, T Value)
    where T : struct, Enum
{
    public static string WordFor(Choice<T>[] choices, T value) =>
        Array.Find(choices, choice => choice.Value.Equals(value))!.Word;
}
