namespace Engine.Server.Configuration;

/// <summary>A directive that is yes or no.</summary>
internal sealed class BooleanParameter(
    string name, Func<EngineOptions, bool> read, Action<EngineOptions, bool> write) : ConfigParameter(name)
{
    public override string Bounds => "yes or no";

    public override string Read(EngineOptions options) => read(options) ? "yes" : "no";

    public override string? Write(EngineOptions options, string value)
    {
        bool isYes = value.Equals("yes", StringComparison.OrdinalIgnoreCase);
        if (!isYes && !value.Equals("no", StringComparison.OrdinalIgnoreCase))
            return "argument must be 'yes' or 'no'";
        write(options, isYes);
        return null;
    }
}
