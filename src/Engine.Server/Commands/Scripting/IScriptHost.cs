using Engine.Server.Protocol;

namespace Engine.Server.Commands.Scripting;

/// <summary>Keeps scripts and runs them. Implemented by Scripting, which hosts Lua.</summary>
internal interface IScriptHost
{
    /// <summary>
    /// What other clients are told while a script runs for longer than <c>busy-reply-threshold</c>; empty while none
    /// does.
    /// </summary>
    ReadOnlySpan<byte> BusyError { get; }

    /// <summary>Scripts that EVALSHA finds.</summary>
    int ScriptCount { get; }

    /// <summary>Bytes of the sources that are kept.</summary>
    long ScriptBytes { get; }

    /// <summary>Runs the script whose source is the first argument, with the keys and arguments that follow.</summary>
    void Evaluate(ref CommandContext context, int keyCount, bool isReadOnly);

    /// <summary>Runs the script whose hash is the first argument.</summary>
    void EvaluateByHash(ref CommandContext context, int keyCount, bool isReadOnly);

    /// <summary>
    /// The flags of a request to run a script, where the script's first line says more than the command's own flags.
    /// </summary>
    CommandFlags RefineFlags(in Request request, CommandFlags flags, bool isByHash);

    /// <summary>
    /// Compiles a script and keeps it. Returns its SHA1 in hexadecimal digits, or null and why it is none.
    /// </summary>
    string? Load(ReadOnlySpan<byte> source, out string error);

    /// <summary>Whether there is a script of this SHA1 in hexadecimal digits of any case.</summary>
    bool Contains(ReadOnlySpan<byte> hash);

    /// <summary>Forgets all scripts, and what they may have left behind.</summary>
    void Flush();

    /// <summary>Ends the script that runs, unless it has written.</summary>
    KillOutcome Kill();
}
