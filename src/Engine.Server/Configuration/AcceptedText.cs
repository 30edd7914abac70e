using System.Globalization;

namespace Engine.Server.Configuration;

/// <summary>
/// Checks the texts of directives that the engine accepts as Redis does. Each returns the text to show, or why it is
/// refused.
/// </summary>
internal static class AcceptedText
{
    private static readonly string[] TitleVariables =
        ["title", "listen-addr", "server-mode", "port", "tls-port", "unixsocket", "config-file"];

    /// <summary>oom-score-adj-values: three numbers.</summary>
    public static (string? Text, string? Refusal) OomScores(string value)
    {
        string[] words = value.Split(' ');
        if (words.Length != 3)
            return (null, "wrong number of arguments");
        return words.All(word => TryNumber(word, out int score) && score is >= -2000 and <= 2000)
            ? (value, null)
            : (null, "Invalid oom-score-adj-values, elements must be between -2000 and 2000.");
    }

    /// <summary>cluster-announce-hostname.</summary>
    public static (string? Text, string? Refusal) HostName(string value)
    {
        const int TooLong = 256;
        if (value.Length >= TooLong)
            return (null, "Hostnames must be less than 256 characters");
        return value.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '.')
            ? (value, null)
            : (null, "Hostnames may only contain alphanumeric characters, hyphens or dots");
    }

    /// <summary>proc-title-template: variables in braces.</summary>
    public static (string? Text, string? Refusal) TitleTemplate(string value)
    {
        for (int open = value.IndexOf('{', StringComparison.Ordinal); open >= 0; open = value.IndexOf('{', open + 1))
        {
            int close = value.IndexOf('}', open);
            if (close < 0 || !TitleVariables.Contains(value[(open + 1)..close]))
                return (null, "template format is invalid or contains unknown variables");
        }

        return (value, null);
    }

    /// <summary>shutdown-on-sigint and shutdown-on-sigterm: options that may stand together.</summary>
    public static (string? Text, string? Refusal) ShutdownOptions(string value)
    {
        string[] options = ["default", "save", "nosave", "now", "force"];
        string[] words = value.ToLowerInvariant().Split(' ');
        if (!words.All(options.Contains))
            return (null, "argument(s) must be one of the following: " + string.Join(", ", options));
        if (words.Contains("save") && words.Contains("nosave"))
            return (null, "shutdown options SAVE and NOSAVE can't be used simultaneously");
        string[] named = [.. options.Skip(1).Where(words.Contains)];
        return (named.Length == 0 ? "default" : string.Join(' ', named), null);
    }

    private static bool TryNumber(string word, out int number) =>
        int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
