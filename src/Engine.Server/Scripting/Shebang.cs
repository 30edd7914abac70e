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
        int length = source.IndexOf((byte)'\n');
        if (length < 0)
        {
            error = Encoding.Latin1.GetString(Errors.InvalidShebang);
            return -1;
        }

        string[] words = Encoding.Latin1.GetString(source[..length]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words[0] != "#!lua")
            error = Errors.UnexpectedScriptEngine(words[0]);
        for (int i = 1; i < words.Length && error.Length == 0; i++)
            flags |= ReadOption(words[i], out error);
        return error.Length == 0 ? length : -1;
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
        foreach (string name in option[FlagsOption.Length..].Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            ScriptFlags flag = FlagOf(name);
            if (flag == ScriptFlags.None)
                error = Errors.UnexpectedScriptFlag(name);
            flags |= flag;
        }

        return flags;
    }
}
