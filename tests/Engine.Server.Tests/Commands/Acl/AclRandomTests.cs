using System.Text;
using Engine.Server.Commands.Acl;
using Redis.Fixtures;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Acl;

/// <summary>Random rules, sound and damaged, make the same users on both servers.</summary>
public sealed class AclRandomTests(ReferenceRedis reference) : AclTests(reference)
{
    private static readonly string[] s_names = [.. KnownCommands.Catalog.All.Select(command => command.FullName)];

    private static readonly string[] s_categories =
        [.. Access.CommandCatalog.Categories.Select(category => category.Name), "all", "nope"];

    private static readonly string[] s_patterns = ["a", "b*", "*", "[ab]", "?", "a\\\\*", "*b", ""];

    private static readonly string[] s_words =
    [
        "on", "off", "nopass", "resetpass", ">secret", ">other", "<secret", "allkeys", "resetkeys", "allchannels",
        "resetchannels", "allcommands", "nocommands", "sanitize-payload", "skip-sanitize-payload", "clearselectors",
        "reset", "+select|0", "+select|1", "+config|nope", "+config|get|x", "#abc", "!abc",
    ];

    private static readonly string[] s_requests =
    [
        "GET a", "GET b1", "SET a v", "SET b v GET", "MGET a b c", "DEL a b", "COPY a b", "CONFIG GET hz",
        "CONFIG SET x y", "SELECT 0", "SELECT 1", "PUBLISH a m", "SUBSCRIBE a b", "PSUBSCRIBE b*", "EVAL x 1 a",
        "SORT a BY b* STORE c", "ZUNIONSTORE a 2 b c", "XREAD STREAMS a 0", "KEYS *", "CLIENT KILL ID 1",
        "ACL WHOAMI", "MULTI", "AUTH x", "BITFIELD a GET u8 0", "OBJECT FREQ a", "FLUSHALL", "PING",
    ];

    [Fact, Trait("Category", "Soak")]
    public async Task Random_rules_make_the_same_users()
    {
        for (int seed = 1; seed <= Soak.Iterations(usual: 3, soak: 300); seed++)
            await CompareUsersAsync(Script(seed, lines: 80, mutates: false), seed % 2 + 2);
    }

    [Fact, Trait("Category", "Soak")]
    public async Task Damaged_rules_are_refused_alike()
    {
        for (int seed = 1; seed <= Soak.Iterations(usual: 3, soak: 300); seed++)
            await CompareUsersAsync(Script(seed, lines: 80, mutates: true), seed % 2 + 2);
    }

    private static string Script(int seed, int lines, bool mutates)
    {
        var random = new Random(seed);
        var script = new StringBuilder();
        for (int i = 0; i < lines; i++)
        {
            string user = random.Next(2) == 0 ? "alice" : "bob";
            IEnumerable<string> rules = Enumerable.Range(0, random.Next(1, 6)).Select(_ => Argument(random, mutates));
            script.AppendLine($"ACL SETUSER {user} {string.Join(' ', rules)}");
            script.AppendLine(random.Next(3) == 0 ? "ACL LIST" : $"ACL GETUSER {user}");
            for (int j = 0; j < 3; j++)
                script.AppendLine($"ACL DRYRUN {user} {Choose(random, s_requests)}");
        }

        return script.ToString();
    }

    private static string Argument(Random random, bool mutates)
    {
        string rule = random.Next(8) == 0
            ? $"({string.Join(' ', Enumerable.Range(0, random.Next(4)).Select(_ => Rule(random)))})"
            : Rule(random);
        return Quote(mutates && random.Next(3) == 0 ? Mutate(rule, random) : rule);
    }

    private static string Rule(Random random) => random.Next(9) switch
    {
        0 => Choose(random, s_words),
        1 or 2 => "+" + Choose(random, s_names),
        3 => "-" + Choose(random, s_names),
        4 => "+@" + Choose(random, s_categories),
        5 => "-@" + Choose(random, s_categories),
        6 => Choose(random, ["~", "%R~", "%W~", "%RW~"]) + Choose(random, s_patterns),
        7 => "&" + Choose(random, s_patterns),
        _ => random.Next(2) == 0 ? "resetkeys" : "resetchannels",
    };

    /// <summary>
    /// One character more, less or another. No space and no parenthesis gets into a first argument, where it could not
    /// be told from the end of a rule or a selector when lists are compared.
    /// </summary>
    private static string Mutate(string rule, Random random)
    {
        const string Separators = ") \t\n";
        const string Odd = Separators + "+-@~%&(|#!<>\0\"'\\\u00ffA0*rw";
        char odd = Odd[random.Next(rule.Contains('|') ? Separators.Length : 0, Odd.Length)];
        int at = random.Next(rule.Length + 1);
        return at == rule.Length
            ? rule + odd
            : random.Next(3) switch
            {
                0 => rule.Insert(at, odd.ToString()),
                1 => rule.Remove(at, 1),
                _ => rule.Remove(at, 1).Insert(at, odd.ToString()),
            };
    }

    private static string Quote(string rule)
    {
        var quoted = new StringBuilder("\"");
        foreach (char character in rule)
            quoted.Append($"\\x{(int)character:x2}");
        return quoted.Append('"').ToString();
    }

    private static string Choose(Random random, string[] alternatives) =>
        alternatives[random.Next(alternatives.Length)];
}
