using Engine.Server.Commands.Scripting;

namespace Engine.Server.Scripting;

/// <summary>A library with what its functions run.</summary>
/// <param name="Shown">What users see of it.</param>
/// <param name="Functions">Its functions.</param>
internal sealed record LoadedLibrary(FunctionLibrary Shown, IReadOnlyList<ScriptIdentity> Functions);
