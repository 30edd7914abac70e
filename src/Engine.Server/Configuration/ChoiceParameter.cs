namespace Engine.Server.Configuration;

/// <summary>A directive that is one of some words.</summary>
internal sealed class ChoiceParameter(
    string name, string[] choices, Func<EngineOptions, string> read, Action<EngineOptions, string> write)
    : ConfigParameter(name)
{
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
