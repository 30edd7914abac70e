namespace Engine.Server.Configuration;

/// <summary>A directive that is one of some words.</summary>
internal sealed class ChoiceParameter(
    string name, string[] choices, Func<EngineOptions, string> read, Action<EngineOptions, string> write)
    : ConfigParameter(name)
{
    /// <summary>A directive whose words stand for the values of an enumeration.</summary>
    public static ChoiceParameter Of<T>(
        string name, Choice<T>[] choices, Func<EngineOptions, T> read, Action<EngineOptions, T> write)
        where T : struct, Enum =>
        new(
            name,
            Array.ConvertAll(choices, choice => choice.Word),
            options => Choice<T>.WordFor(choices, read(options)),
            (options, word) => write(options, Array.Find(choices, choice => choice.Word == word)!.Value));

    public override string Bounds => string.Join(", ", choices);

    public override string Read(EngineOptions options) => read(options);

    public override string? Write(EngineOptions options, string value)
    {
        string? choice = Array.Find(choices, candidate => candidate.Equals(value, StringComparison.OrdinalIgnoreCase));
        if (choice is null)
            return "argument(s) must be one of the following: " + string.Join(", ", choices);
        write(options, choice);
        return null;
    }
}
