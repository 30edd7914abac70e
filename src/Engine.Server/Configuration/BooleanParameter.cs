namespace Engine.Server.Configuration;

/// <summary>A directive that is yes or no.</summary>
internal sealed class BooleanParameter(
    string name, Func<EngineOptions, bool> read, Action<EngineOptions, bool> write) : ConfigParameter(name)
{
    /// <summary>Why it cannot be switched on, if it cannot.</summary>
    public string? WhyNever { get; init; }

    public override string Bounds => WhyNever is null ? "yes or no" : "no";

    public override string Read(EngineOptions options) => read(options) ? "yes" : "no";

    public override string? Write(EngineOptions options, string value)
    {
        bool isYes = value.Equals("yes", StringComparison.OrdinalIgnoreCase);
        if (!isYes && !value.Equals("no", StringComparison.OrdinalIgnoreCase))
            return "argument must be 'yes' or 'no'";
        if (isYes && WhyNever is not null)
            return WhyNever;
        write(options, isYes);
        return null;
    }
}
