namespace Engine.Server.Configuration;

/// <summary>A directive that is any text, or text of a form that <paramref name="write"/> checks.</summary>
internal sealed class TextParameter(string name, Func<EngineOptions, string> read, Func<EngineOptions, string, string?> write) : ConfigParameter(name)
{
    public TextParameter(string name, Func<EngineOptions, string> read, Action<EngineOptions, string> write)
        : this(name, read, (options, value) =>
        {
            write(options, value);
            return null;
        })
    {
    }

    public override string Read(EngineOptions options) => read(options);

    public override string? Write(EngineOptions options, string value) => write(options, value);
}
