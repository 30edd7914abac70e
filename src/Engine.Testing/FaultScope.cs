namespace Engine.Testing;

/// <summary>Which requests a fault is about: all, or those of a client, a command, a key.</summary>
public sealed record FaultScope
{
    /// <summary>The name that the client gave by CLIENT SETNAME, or null for all clients.</summary>
    public string? ClientName { get; init; }

    /// <summary>The command, in any letter case, or null for all commands.</summary>
    public string? Command { get; init; }

    /// <summary>A request is meant when any of its arguments is this one, such as its key; null for all.</summary>
    public string? Argument { get; init; }

    /// <summary>How many requests are meant; those after them pass.</summary>
    /// <value>1 or more. The default is no end.</value>
    public int Times { get; init; } = int.MaxValue;
}
