namespace Engine.Server.Configuration;

/// <summary>A directive that is any text, or text of a form that <paramref name="write"/> checks.</summary>
internal sealed class TextParameter(
    string name, Func<EngineOptions, string> read, Func<EngineOptions, string, string?> write) : ConfigParameter(name)
{
    /// <summary>
    /// A directive that is any text. (A constructor beside the other one would be chosen by whether the lambda has a
    /// value.)
    /// </summary>
    public static Func<EngineOptions, string, string?> Anything(Action<EngineOptions, string> write) =>
        (options, value) =>
        {
            write(options, value);
            return null;
        };

    public override string Bounds => TakesSeveralWords ? "words" : "text";

    public override string Read(EngineOptions options) => read(options);

    public override string? Write(EngineOptions options, string value) => write(options, value);
}
