using System.Text;
using Engine.Server.Protocol;

namespace Engine.Server.Scripting;

/// <summary>The first line of a library: the engine and the library's name.</summary>
internal static class LibraryMetadata
{
    private const string NameOption = "name=";

    /// <summary>
    /// Reads the line. Returns its length without the line end, so that the lines behind it keep their numbers; -1 when
    /// it is wrong.
    /// </summary>
    public static int Read(ReadOnlySpan<byte> code, out string name, out string error)
    {
        name = "";
        error = "";
        int length = Shebang.LengthOf(code);
        if (!code.StartsWith("#!"u8))
            error = Text(Errors.NoLibraryMetadata);
        else if (length < 0 || InlineRequest.Split(code[..length], Encoding.Latin1) is not { } words)
            error = Text(Errors.InvalidLibraryMetadata);
        else
            error = ReadWords(words, out name);
        return error.Length == 0 ? length : -1;
    }

    /// <summary>Whether a library or function may have this name.</summary>
    public static bool IsName(string name) =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static string ReadWords(string[] words, out string name)
    {
        name = "";
        string? given = null;
        foreach (string word in words.Skip(1))
        {
            if (!word.StartsWith(NameOption, StringComparison.OrdinalIgnoreCase))
                return Errors.InvalidLibraryOption(word);
            if (given is not null)
                return Text(Errors.SeveralLibraryNames);
            given = word[NameOption.Length..];
        }

        if (given is null)
            return Text(Errors.NoLibraryName);
        name = given;
        if (!IsName(name))
            return Text(Errors.InvalidLibraryName);
        string engine = words[0]["#!".Length..];
        return engine.Equals("lua", StringComparison.OrdinalIgnoreCase) ? "" : Errors.UnknownLibraryEngine(engine);
    }

    private static string Text(ReadOnlySpan<byte> sentence) => Encoding.Latin1.GetString(sentence);
}
