using System.Text;
using Engine.Lua;
using Engine.Lua.Values;
using Engine.Server.Protocol;

namespace Engine.Server.Scripting;

/// <summary>How clients are told that a script failed.</summary>
internal static class ScriptFailure
{
    /// <summary>Replies with the error that ended a script, as the handler of errors left it.</summary>
    public static void Write(ReplyWriter reply, LuaValue error, string script)
    {
        if (!error.TryGetTable(out LuaTable? table))
        {
            string reason = error.TryConvertToString(out LuaString? text) ? TextOf(text) : "execution failure";
            reply.Error(Errors.ScriptFailed(script, reason));
            return;
        }

        byte[] full = [.. Sentence(table), .. PlaceOf(table, script)];
        if (table[ScriptFields.IsCounted].IsTruthy)
            reply.CountedError(full);
        else
            reply.Error(full);
    }

    /// <summary>What an error says, without its place.</summary>
    public static string SentenceOf(LuaValue error) =>
        Encoding.Latin1.GetString(error.TryGetTable(out LuaTable? table) ? Sentence(table) : Errors.ScriptRaisedTable);

    /// <summary>Bytes as the text of a reply, in which every character is one.</summary>
    public static string TextOf(LuaString bytes) => Encoding.Latin1.GetString(ScriptFields.UpToZero(bytes.Span));

    /// <summary>
    /// The sentence for a script that is ended from outside, called while it still runs. A function of the host has no
    /// line; the script's that called it has.
    /// </summary>
    public static string Killed(LuaState state, string script)
    {
        LuaString source;
        int line;
        for (int level = 0; state.TryGetPosition(level, out source, out line) && line < 0; level++)
        {
        }

        return Errors.ScriptKilled(script, source.ToString(), line);
    }

    private static ReadOnlySpan<byte> Sentence(LuaTable error) =>
        error[ScriptFields.Err].TryConvertToString(out LuaString? words)
            ? ScriptFields.UpToZero(words.Span)
            : Errors.ScriptRaisedTable;

    private static ReadOnlySpan<byte> PlaceOf(LuaTable error, string script)
    {
        bool isKnown = error[ScriptFields.Source].TryConvertToString(out LuaString? source);
        return isKnown && error[ScriptFields.Line].TryConvertToString(out LuaString? line)
            ? Encoding.Latin1.GetBytes(Errors.ScriptPlace(script, TextOf(source!), TextOf(line)))
            : default;
    }
}
