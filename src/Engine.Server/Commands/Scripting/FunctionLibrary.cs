namespace Engine.Server.Commands.Scripting;

/// <summary>A library as FUNCTION LIST shows it.</summary>
/// <param name="Name">Letters, digits and underscores.</param>
/// <param name="Code">Its source as it was loaded.</param>
/// <param name="Functions">Its functions in the order of their names.</param>
internal sealed record FunctionLibrary(string Name, byte[] Code, IReadOnlyList<FunctionDescription> Functions);

/// <summary>A function as FUNCTION LIST shows it.</summary>
internal sealed record FunctionDescription(string Name, byte[]? Description, IReadOnlyList<string> Flags);

/// <summary>A function that is under way.</summary>
internal sealed record RunningFunction(string Name, Protocol.StoredRequest Request, long Milliseconds);
