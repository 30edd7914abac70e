using Redis.Fixtures.Differential;
using Redis.Fixtures.Servers;

namespace Redis.Fixtures.Tests.Differential;

public sealed class RandomCommandsTests(ReferenceRedis reference) : IClassFixture<ReferenceRedis>
{
    private static readonly RandomCommands s_strings = new(
        new(4, "SET {key} {value} {|NX|XX|KEEPTTL|{EX {seconds}|PX {seconds}000|EX -1|PX 0}}"),
        new(2, "INCRBY {key} {int}"),
        new(1, "INCRBYFLOAT {key} {float}"),
        new(2, "APPEND {key} {value}"),
        new(2, "GETRANGE {key} {index} {index}"),
        new(1, "DEL {key} {key}"),
        new(2, "LPUSH {key} {value}"),
        new(2, "HSET {key} {field} {value}"),
        new(1, "HGETALL {key}"),
        new(1, "SADD {key} {member} {value}"),
        new(1, "SMEMBERS {key}"),
        new(3, "GET {key}"),
        new(1, "KEYS *"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Same_seed_gives_the_same_commands_and_another_gives_others()
    {
        Assert.Equal(s_strings.Generate(100, seed: 1), s_strings.Generate(100, seed: 1));
        Assert.NotEqual(s_strings.Generate(100, seed: 1), s_strings.Generate(100, seed: 2));
    }

    [Fact]
    public void Templates_are_taken_by_their_weight()
    {
        RandomCommands commands = new(new CommandTemplate(9, "GET a"), new CommandTemplate(1, "GET b"));

        int rare = commands.Generate(10_000, seed: 5).Count(line => line == "GET b");

        Assert.InRange(rare, 900, 1100);
    }

    [Fact]
    public void Test_may_bring_holes_of_its_own()
    {
        RandomCommands commands = new(new CommandTemplate(1, "GET {mine}")) { Holes = { ["mine"] = _ => "x" } };

        Assert.Equal(["GET x"], commands.Generate(1, seed: 1));
    }

    [Theory]
    [InlineData("GET {nothing}", "{nothing}")]
    [InlineData("GET {key", "not closed")]
    public void Wrong_template_is_refused(string template, string words)
    {
        RandomCommands commands = new(new CommandTemplate(1, template));

        var exception = Assert.Throws<FormatException>(() => commands.Generate(1, seed: 1));
        Assert.Contains(words, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alike_servers_answer_random_commands_alike()
    {
        await using RedisServerProcess other = await RedisServerProcess.StartAsync(cancellationToken: Cancellation);

        ServerComparison comparison = new(reference.Target, other.Target);

        await comparison.RunRandomAsync(s_strings, count: 2000, seed: 7, Cancellation);
    }

    [Fact]
    public async Task Planted_difference_is_reduced_to_the_commands_that_matter()
    {
        await using RedisServerProcess faulty = await RedisServerProcess.StartAsync(
            ["hash-max-listpack-entries 1"], Cancellation);
        ServerComparison comparison = new(reference.Target, faulty.Target);
        RandomCommands commands = new(
            new(5, "HSET {key} {field} {value}"), new(5, "SET k {value}"), new(1, "OBJECT ENCODING {key}"));

        var exception = await Assert.ThrowsAsync<RepliesDifferException>(
            () => comparison.RunRandomAsync(commands, count: 500, seed: 3, Cancellation));

        string[] script = exception.Message.Split("as a script:\n")[1].Split('\n');
        Assert.Contains("seed 3", exception.Message, StringComparison.Ordinal);
        Assert.Equal(3, script.Length);
        Assert.Equal(["HSET", "HSET", "OBJECT"], script.Select(line => line.Split(' ')[0]));
    }
}
