using System.Text;

namespace Engine.Server.Configuration;

/// <summary>
/// Reads a command line as redis-server does: perhaps a configuration file, then directives as --name value.
/// </summary>
internal static class ServerArguments
{
    public static EngineOptions Parse(IReadOnlyList<string> arguments, IDirectiveChecks checks)
    {
        var options = new EngineOptions { Port = 6379 };
        var file = new ConfigFile(options, checks);
        int next = 0;
        if (arguments.Count > 0 && (arguments[0] == "-" || !arguments[0].StartsWith('-')))
        {
            ReadFile(options, file, arguments[0]);
            next = 1;
        }

        file.Apply(Directives(arguments.Skip(next)));
        if (!options.Given.Contains("save"))
            SavePointText.Write(options, SavePointText.RedisDefault);
        options.WorkingDirectory = Path.GetFullPath(
            options.WorkingDirectory.Length > 0 ? options.WorkingDirectory : Environment.CurrentDirectory);
        return options;
    }

    private static void ReadFile(EngineOptions options, ConfigFile file, string path)
    {
        if (path == "-")
        {
            file.Apply(Console.In.ReadToEnd().Split('\n'));
            return;
        }

        options.ConfigFile = Path.GetFullPath(path);
        file.ApplyFile(path);
    }

    /// <summary>Each argument that begins with two hyphens begins a line; the others follow in quotes.</summary>
    private static List<string> Directives(IEnumerable<string> arguments)
    {
        var lines = new List<string>();
        foreach (string argument in arguments)
        {
            if (argument.StartsWith("--", StringComparison.Ordinal))
                lines.Add(argument[2..]);
            else if (lines.Count == 0)
                lines.Add(argument);
            else
                lines[^1] += $" {Quote(argument)}";
        }

        return lines;
    }

    private static string Quote(string argument)
    {
        var quoted = new StringBuilder("\"");
        foreach (char character in argument)
        {
            if (character is '"' or '\\')
                quoted.Append('\\');
            quoted.Append(character);
        }

        return quoted.Append('"').ToString();
    }
}
