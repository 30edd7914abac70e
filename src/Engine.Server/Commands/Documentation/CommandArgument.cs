namespace Engine.Server.Commands.Documentation;

/// <summary>One argument as COMMAND DOCS describes it.</summary>
internal sealed record CommandArgument(string Name, ArgumentType Type)
{
    /// <summary>The word that stands before the argument, or that is the argument; null for none.</summary>
    public string? Token { get; init; }

    /// <summary>The version that brought the argument, when that was later than the command.</summary>
    public string? Since { get; init; }

    public string? DeprecatedSince { get; init; }

    public bool IsOptional { get; init; }

    public bool IsMultiple { get; init; }

    /// <summary>Each repetition begins with the token again.</summary>
    public bool RepeatsToken { get; init; }

    /// <summary>Which key specification finds this key; null for what is no key.</summary>
    public int? KeySpec { get; init; }

    public IReadOnlyList<CommandArgument> Children { get; init; } = [];
}
