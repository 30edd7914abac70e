using System.Text;
using Engine.Server.Protocol;

namespace Engine.Server.Scripting;

/// <summary>The first line of a script, when it begins with <c>#!</c>: the engine and the script's flags.</summary>
internal static class Shebang
{
    private const string FlagsOption = "flags=";

    /// <summary>
    /// Reads the line and returns its length without the line end, so that the lines behind it keep their numbers.
    /// A script without such a line has length 0 and <see cref="ScriptFlags.Unstated"/>.
    /// </summary>
    /// <returns>-1 when the line is wrong; <paramref name="error"/> says how.</returns>
    public static int Read(ReadOnlySpan<byte> source, out ScriptFlags flags, out string error)
    {
        flags = ScriptFlags.Unstated;
        error = "";
        if (!source.StartsWith("#!"u8))
            return 0;
        flags = ScriptFlags.None;
        int length = LengthOf(source);
        if (length < 0)
        {
            error = Encoding.Latin1.GetString(Errors.InvalidShebang);
            return -1;
        }

        if (InlineRequest.Split(source[..length], Encoding.Latin1) is not { } words)
        {
            error = Encoding.Latin1.GetString(Errors.InvalidShebangWords);
            return -1;
        }

        if (words[0] != "#!lua")
            error = Errors.UnexpectedScriptEngine(words[0]);
        for (int i = 1; i < words.Length && error.Length == 0; i++)
            flags |= ReadOption(words[i], out error);
        return error.Length == 0 ? length : -1;
    }

    /// <summary>The length of the line; -1 where a zero ends the source, as C sees it, before the line does.</summary>
    public static int LengthOf(ReadOnlySpan<byte> source)
    {
        int length = source.IndexOfAny((byte)'\n', (byte)0);
        return length < 0 || source[length] == 0 ? -1 : length;
    }

    /// <summary>The flag of this name; none when there is no such flag.</summary>
    public static ScriptFlags FlagOf(string name) => name switch
    {
        "no-writes" => ScriptFlags.NoWrites,
        "allow-oom" => ScriptFlags.AllowOom,
        "allow-stale" => ScriptFlags.AllowStale,
        "no-cluster" => ScriptFlags.NoCluster,
        "allow-cross-slot-keys" => ScriptFlags.AllowCrossSlotKeys,
        _ => ScriptFlags.None,
    };

    private static ScriptFlags ReadOption(string option, out string error)
    {
        error = "";
        if (!option.StartsWith(FlagsOption, StringComparison.Ordinal))
        {
            error = Errors.UnknownShebangOption(option);
            return ScriptFlags.None;
        }

        ScriptFlags flags = ScriptFlags.None;
        string names = option[FlagsOption.Length..];
        foreach (string name in names.Length == 0 ? [] : names.Split(','))
        {
            ScriptFlags flag = FlagOf(name);
            if (flag == ScriptFlags.None)
            {
                error = Errors.UnexpectedScriptFlag(name);
                break;
            }

            flags |= flag;
        }

        return flags;
    }
}
