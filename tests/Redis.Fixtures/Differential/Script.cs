using System.Globalization;
using Redis.Fixtures.Resp;

namespace Redis.Fixtures.Differential;

/// <summary>
/// Commands to run on two servers, a line each. A line is a command, its arguments quoted as in redis-cli; blank lines
/// and lines that begin with <c>#</c> say nothing. Before the command may stand, in any order:
/// <list type="bullet">
/// <item><c>@2</c>: the connection to use; it is opened when it first appears. Without it, connection 1.</item>
/// <item><c>&gt;3</c>: how many values to read after sending, push messages counted; <c>&gt;0</c> for none. Without it,
/// one, and the invalidations that were sent before it: the reply shows that the command has run. A command that
/// subscribes to three channels says <c>&gt;3</c>, <c>CLIENT REPLY OFF</c> says <c>&gt;0</c>.</item>
/// <item><c>$name=</c>: keeps the text of the reply, or of its first element, for arguments <c>$name</c> of later
/// lines. Each server keeps its own.</item>
/// </list>
/// Instead of a command a line may say, after the same <c>@2</c>:
/// <list type="bullet">
/// <item><c>!read 2</c>: read two more values (one without a number) that belong to the connection's last command:
/// messages, the reply of a blocked command.</item>
/// <item><c>!raw "*1\r\n$4\r\nPING\r\n"</c>: send these bytes.</item>
/// <item><c>!scan HSCAN h 0 COUNT 5</c>: repeat with each cursor that comes back until it is 0, and take all elements,
/// each once and in order, as the reply. Cursors and the size of a page are a server's own.</item>
/// <item><c>!blocked 1</c>: wait until one client of the server is blocked.</item>
/// <item><c>!close</c>: close the connection; using it again opens a new one.</item>
/// </list>
/// <c>UNSUBSCRIBE</c> without channels answers in the order of a hash table; a script names the channels, or has one.
/// </summary>
internal sealed class Script
{
    private Script(IReadOnlyList<Step> steps) => Steps = steps;

    public IReadOnlyList<Step> Steps { get; }

    /// <exception cref="FormatException">A line is not of the form above.</exception>
    public static Script Parse(string text)
    {
        HashSet<string> variables = [];
        return new Script([.. text.Split('\n')
            .Select(line => line.Trim())
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => ParseLine(line, variables))]);
    }

    private static Step ParseLine(string line, HashSet<string> variables)
    {
        Step step = new(line);
        IReadOnlyList<CommandLineArgument> words = CommandLine.Split(line);
        int index = 0;
        while (index < words.Count && !words[index].IsQuoted && TryPrefix(words[index].Text, ref step))
        {
            index++;
        }

        if (index == words.Count)
        {
            throw new FormatException($"The line says nothing to do: {line}");
        }

        step = step with { Arguments = [.. words.Skip(index)] };
        foreach (CommandLineArgument argument in step.Arguments)
        {
            if (IsVariable(argument) && !variables.Contains(argument.Text))
            {
                throw new FormatException(
                    $"No earlier line sets {argument.Text}; quote it if it is meant as it is: {line}");
            }
        }

        if (step.Capture is not null)
        {
            variables.Add(step.Capture);
        }

        return words[index] is { IsQuoted: false, Text: ['!', ..] directive }
            ? Direct(step, directive)
            : step;
    }

    /// <summary>A bare <c>$</c> or <c>$5</c> is no variable, so stream ids and the like need no quotes.</summary>
    public static bool IsVariable(CommandLineArgument argument) =>
        !argument.IsQuoted && argument.Text is ['$', var first, ..] && char.IsAsciiLetter(first);

    private static bool TryPrefix(string word, ref Step step)
    {
        switch (word[0])
        {
            case '@' when TryNumber(word[1..], out int connection) && connection > 0:
                step = step with { Connection = connection };
                return true;
            case '>' when TryNumber(word[1..], out int count):
                step = step with { Count = count, IsCounted = true };
                return true;
            case '$' when word.Length > 2 && word[^1] == '=' && char.IsAsciiLetter(word[1]):
                step = step with { Capture = word[..^1] };
                return true;
            default:
                return false;
        }
    }

    private static Step Direct(Step step, string directive)
    {
        IReadOnlyList<CommandLineArgument> arguments = [.. step.Arguments.Skip(1)];
        step = step with { Arguments = arguments };
        int count = 1;
        bool hasCount = arguments.Count == 1 && TryNumber(arguments[0].Text, out count);
        return (directive, arguments.Count) switch
        {
            ("!read", 0) => step with { Kind = StepKind.Read },
            ("!read", 1) when hasCount => step with { Kind = StepKind.Read, Count = count },
            ("!scan", >= 2) => step with { Kind = StepKind.Scan },
            ("!raw", 1) => step with { Kind = StepKind.Raw },
            ("!blocked", 1) when hasCount => step with { Kind = StepKind.WaitForBlocked, Count = count },
            ("!close", 0) => step with { Kind = StepKind.Close },
            _ => throw new FormatException(
                $"The directives are !read [n], !scan command, !raw \"bytes\", !blocked n and !close: {step.Line}"),
        };
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
