using System.Text;
using Engine.Server.DataTypes;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.Scripting;

/// <summary>The libraries of functions.</summary>
internal static partial class FunctionCommands
{
    private const string EngineName = "LUA";

    /// <summary>FUNCTION LOAD [REPLACE] code</summary>
    private static void Load(ref CommandContext context)
    {
        bool replaces = false;
        for (int i = 2; i < context.Count - 1; i++)
        {
            if (!context.Is(i, "REPLACE"u8))
            {
                context.Reply.Error(Errors.UnknownFunctionOption(Encoding.Latin1.GetString(context[i])));
                return;
            }

            replaces = true;
        }

        if (context.Engine.Functions.Load(context[context.Count - 1], replaces, out string error) is { } name)
        {
            context.Changed();
            context.Reply.Bulk(name);
        }
        else
        {
            context.Reply.Error(error);
        }
    }

    /// <summary>FUNCTION DELETE library</summary>
    private static void Delete(ref CommandContext context)
    {
        if (context.Engine.Functions.Delete(Encoding.Latin1.GetString(context[2])))
        {
            context.Changed();
            context.Reply.Ok();
        }
        else
        {
            context.Reply.Error(Errors.LibraryNotFound);
        }
    }

    /// <summary>FUNCTION FLUSH [ASYNC | SYNC]; either way it takes no time.</summary>
    private static void Flush(ref CommandContext context)
    {
        if (context.Count > 3)
        {
            context.Reply.Error(Errors.SubcommandSyntax(context[1], "function"));
            return;
        }

        if (context.Count == 3 && !context.Is(2, "ASYNC"u8) && !context.Is(2, "SYNC"u8))
        {
            context.Reply.Error(Errors.FunctionFlushMode);
            return;
        }

        context.Engine.Functions.Flush();
        context.Changed();
        context.Reply.Ok();
    }

    /// <summary>FUNCTION LIST [LIBRARYNAME pattern] [WITHCODE]</summary>
    private static void List(ref CommandContext context)
    {
        int pattern = 0;
        bool withCode = false;
        for (int i = 2; i < context.Count; i++)
        {
            if (!withCode && context.Is(i, "WITHCODE"u8))
            {
                withCode = true;
            }
            else if (pattern == 0 && context.Is(i, "LIBRARYNAME"u8))
            {
                if (i + 1 == context.Count)
                {
                    context.Reply.Error(Errors.NoLibraryPattern);
                    return;
                }

                pattern = ++i;
            }
            else
            {
                context.Reply.Error(Errors.UnknownFunctionArgument(Encoding.Latin1.GetString(context[i])));
                return;
            }
        }

        byte[]? wanted = pattern > 0 ? context[pattern].ToArray() : null;
        FunctionLibrary[] libraries =
            [.. context.Engine.Functions.Libraries.Where(library => Matches(library, wanted))];
        context.Reply.Array(libraries.Length);
        foreach (FunctionLibrary library in libraries)
            Write(context.Reply, library, withCode);
    }

    private static bool Matches(FunctionLibrary library, byte[]? pattern) =>
        pattern is null || GlobPattern.Matches(pattern, Encoding.Latin1.GetBytes(library.Name), ignoreCase: true);

    private static void Write(ReplyWriter reply, FunctionLibrary library, bool withCode)
    {
        reply.Map(withCode ? 4 : 3);
        reply.Bulk("library_name"u8);
        reply.Bulk(library.Name);
        reply.Bulk("engine"u8);
        reply.Bulk(EngineName);
        reply.Bulk("functions"u8);
        reply.Array(library.Functions.Count);
        foreach (FunctionDescription function in library.Functions)
            Write(reply, function);
        if (!withCode)
            return;
        reply.Bulk("library_code"u8);
        reply.Bulk(library.Code);
    }

    private static void Write(ReplyWriter reply, FunctionDescription function)
    {
        reply.Map(3);
        reply.Bulk("name"u8);
        reply.Bulk(function.Name);
        reply.Bulk("description"u8);
        if (function.Description is null)
            reply.Null();
        else
            reply.Bulk(function.Description);
        reply.Bulk("flags"u8);
        reply.Set(function.Flags.Count);
        foreach (string flag in function.Flags)
            reply.SimpleString(flag);
    }

    /// <summary>FUNCTION STATS</summary>
    private static void Statistics(ref CommandContext context)
    {
        if (!context.Engine.Scripts.BusyError.IsEmpty && context.Engine.Functions.Running is null)
        {
            context.Reply.Error(context.Engine.Scripts.BusyError);
            return;
        }

        IReadOnlyCollection<FunctionLibrary> libraries = context.Engine.Functions.Libraries;
        context.Reply.Map(2);
        context.Reply.Bulk("running_script"u8);
        WriteRunning(context);
        context.Reply.Bulk("engines"u8);
        context.Reply.Map(1);
        context.Reply.Bulk(EngineName);
        context.Reply.Map(2);
        context.Reply.Bulk("libraries_count"u8);
        context.Reply.Integer(libraries.Count);
        context.Reply.Bulk("functions_count"u8);
        context.Reply.Integer(libraries.Sum(library => library.Functions.Count));
    }

    private static void WriteRunning(in CommandContext context)
    {
        if (context.Engine.Functions.Running is not { } running)
        {
            context.Reply.Null();
            return;
        }

        Request request = running.Request.View;
        context.Reply.Map(3);
        context.Reply.Bulk("name"u8);
        context.Reply.Bulk(running.Name);
        context.Reply.Bulk("command"u8);
        context.Reply.Array(request.Count);
        for (int i = 0; i < request.Count; i++)
            context.Reply.Bulk(request[i]);
        context.Reply.Bulk("duration_ms"u8);
        context.Reply.Integer(running.Milliseconds);
    }

    /// <summary>FUNCTION KILL</summary>
    private static void Kill(ref CommandContext context) =>
        ScriptingCommands.ReplyToKill(context, context.Engine.Functions.Kill());

    /// <summary>FUNCTION HELP</summary>
    private static void Help(ref CommandContext context) => HelpReply.Write(context.Reply, "FUNCTION",
    [
        "LOAD [REPLACE] <FUNCTION CODE>",
        "    Create a new library with the given library name and code.",
        "DELETE <LIBRARY NAME>",
        "    Delete the given library.",
        "LIST [LIBRARYNAME PATTERN] [WITHCODE]",
        "    Return general information on all the libraries:",
        "    * Library name",
        "    * The engine used to run the Library",
        "    * Library description",
        "    * Functions list",
        "    * Library code (if WITHCODE is given)",
        "    It also possible to get only function that matches a pattern using LIBRARYNAME argument.",
        "STATS",
        "    Return information about the current function running:",
        "    * Function name",
        "    * Command used to run the function",
        "    * Duration in MS that the function is running",
        "    If no function is running, return nil",
        "    In addition, returns a list of available engines.",
        "KILL",
        "    Kill the current running function.",
        "FLUSH [ASYNC|SYNC]",
        "    Delete all the libraries.",
        "    When called without the optional mode argument, the behavior is determined by the",
        "    lazyfree-lazy-user-flush configuration directive. Valid modes are:",
        "    * ASYNC: Asynchronously flush the libraries.",
        "    * SYNC: Synchronously flush the libraries.",
        "DUMP",
        "    Return a serialized payload representing the current libraries, can be restored using FUNCTION RESTORE "
            + "command",
        "RESTORE <PAYLOAD> [FLUSH|APPEND|REPLACE]",
        "    Restore the libraries represented by the given payload, it is possible to give a restore policy to",
        "    control how to handle existing libraries (default APPEND):",
        "    * FLUSH: delete all existing libraries.",
        "    * APPEND: appends the restored libraries to the existing libraries. On collision, abort.",
        "    * REPLACE: appends the restored libraries to the existing libraries, On collision, replace the old",
        "      libraries with the new libraries (notice that even on this option there is a chance of failure",
        "      in case of functions name collision with another library).",
    ]);
}
