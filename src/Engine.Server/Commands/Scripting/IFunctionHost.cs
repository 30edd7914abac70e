using System.Diagnostics.CodeAnalysis;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.Scripting;

/// <summary>Keeps libraries of functions and runs functions. Implemented by Scripting, which hosts Lua.</summary>
internal interface IFunctionHost
{
    /// <summary>The libraries in the order of their names.</summary>
    IReadOnlyCollection<FunctionLibrary> Libraries { get; }

    /// <summary>The function that runs now, and the request that runs it.</summary>
    RunningFunction? Running { get; }

    /// <summary>Runs the function that the first argument names.</summary>
    void Call(ref CommandContext context, bool isReadOnly);

    /// <summary>The flags of a request to run a function, where those of the function say more.</summary>
    CommandFlags RefineFlags(in Request request, CommandFlags flags);

    /// <summary>Adds a library. Returns its name, or null and why it is none.</summary>
    /// <param name="code">Its source, with the line that names it.</param>
    /// <param name="replaces">It takes the place of one of its name.</param>
    /// <param name="error">The sentence to reply.</param>
    string? Load(ReadOnlySpan<byte> code, bool replaces, out string error);

    /// <summary>Adds libraries, all or none.</summary>
    bool TryRestore(IReadOnlyList<byte[]> codes, RestorePolicy policy, [NotNullWhen(false)] out string? error);

    /// <summary>Deletes a library. False when there is none of this name.</summary>
    bool Delete(string library);

    /// <summary>Deletes all libraries.</summary>
    void Flush();

    /// <summary>Ends the function that runs, unless it has written.</summary>
    KillOutcome Kill();
}
