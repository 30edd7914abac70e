namespace Engine.Server.Configuration;

/// <summary>
/// One directive of redis.conf: how its value is read, checked and shown. The value itself stands in
/// <see cref="EngineOptions"/>.
/// </summary>
internal abstract class ConfigParameter(string name)
{
    public string Name => name;

    /// <summary>The name that Redis keeps for old configurations.</summary>
    public string? Alias { get; init; }

    /// <summary>It can be given at start only.</summary>
    public bool IsImmutable { get; init; }

    /// <summary>It can be changed by those only whom enable-protected-configs allows.</summary>
    public bool IsProtected { get; init; }

    /// <summary>Its value is kept out of the slow log.</summary>
    public bool IsSecret { get; init; }

    /// <summary>What may be given, for people.</summary>
    public abstract string Bounds { get; }

    /// <summary>
    /// Whether the engine acts on it. A directive that it does not act on is accepted, checked and shown, so that
    /// configurations and clients written for Redis work; docs/configuration.md lists them.
    /// </summary>
    public bool HasEffect { get; init; } = true;

    /// <summary>Several words are one value; in a file they need no quotes.</summary>
    public bool TakesSeveralWords { get; init; }

    /// <summary>Further lines of a file add to the first one, unless they are empty.</summary>
    public bool IsRepeatable { get; init; }

    public abstract string Read(EngineOptions options);

    /// <summary>Stores a value. Returns why it is refused, in Redis's words, or null.</summary>
    public abstract string? Write(EngineOptions options, string value);
}
