using System.Globalization;
using System.Text.RegularExpressions;

namespace Conformance.Tests.Documents;

/// <summary>
/// A fenced block of a page that shows commands and replies as redis-cli does. Behind <c>redis-cli</c> the fence may
/// say where it runs: <c>redis-server</c> for what the engine does not have, <c>cluster</c> for Redis Cluster;
/// otherwise it runs on redis-server and on the engine. Each block begins with an empty server.
/// </summary>
internal sealed partial record CommandBlock(
    string Page, int Line, CommandBlockServer Server, IReadOnlyList<CommandExchange> Exchanges)
{
    private const string Fence = "```";

    /// <summary>All blocks of a page.</summary>
    /// <exception cref="FormatException">
    /// A block is not closed, begins without a prompt, or shows commands and is not marked.
    /// </exception>
    public static IEnumerable<CommandBlock> Read(string page, string[] lines)
    {
        for (int start = 0; start < lines.Length; start++)
        {
            if (!lines[start].StartsWith(Fence, StringComparison.Ordinal))
                continue;

            int end = Array.FindIndex(lines, start + 1, line => line.StartsWith(Fence, StringComparison.Ordinal));
            if (end < 0)
                throw new FormatException($"{page}, line {start + 1}: the block is not closed.");

            string[] words = lines[start][Fence.Length..].Split(' ');
            if (words[0] == "redis-cli")
            {
                yield return new CommandBlock(
                    page, start + 1, ServerOf(words), [.. ExchangesOf(page, lines, start + 1, end)]);
            }
            else if (words[0].Length == 0 && lines[start..end].Any(line => Prompt().IsMatch(line)))
            {
                throw new FormatException(
                    $"{page}, line {start + 1}: commands that nobody runs. Mark the block redis-cli.");
            }

            start = end;
        }
    }

    private static CommandBlockServer ServerOf(string[] words) => words switch
    {
        ["redis-cli"] => CommandBlockServer.Both,
        [_, "redis-server"] => CommandBlockServer.RedisServer,
        [_, "cluster"] => CommandBlockServer.Cluster,
        _ => throw new FormatException($"{string.Join(' ', words)}: a block runs on redis-server, cluster, or both."),
    };

    private static IEnumerable<CommandExchange> ExchangesOf(string page, string[] lines, int start, int end)
    {
        for (int line = start; line < end;)
        {
            Match prompt = Prompt().Match(lines[line]);
            if (!prompt.Success)
                throw new FormatException($"{page}, line {line + 1}: a block begins with a prompt.");

            string[] reply = [.. lines[(line + 1)..end].TakeWhile(text => !Prompt().IsMatch(text))];
            string number = prompt.Groups["client"].Value;
            int client = number.Length == 0 ? 1 : int.Parse(number, CultureInfo.InvariantCulture);
            yield return new CommandExchange(line + 1, client, prompt.Groups["command"].Value, reply);
            line += 1 + reply.Length;
        }
    }

    [GeneratedRegex(@"^(?<client>\d?)> (?<command>.+)$")]
    private static partial Regex Prompt();
}
