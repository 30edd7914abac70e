using Engine.Server.Tests.Commands;
using Redis.Fixtures;

namespace Engine.Server.Tests.Journal;

public sealed class HashAndSetPropagationTests : PropagationComparison
{
    private const string ChangesOfSets = """
        SADD s a b c
        sadd s a
        SADD s a d
        SREM s x
        SREM s a x
        SMOVE s t x
        SMOVE s t b
        SMOVE s s c
        SMOVE missing t c
        SADD t c
        SMOVE s t c
        SRANDMEMBER t 2
        SADD one a
        SPOP one
        SPOP one
        SADD one 17
        SPOP one
        SADD one 17
        spop one 1
        SADD one a b c
        SPOP one 0
        SPOP one 3
        SPOP one 3
        SADD one a b c
        SPOP one 10
        SADD a 1 2 3
        SADD b 3 4
        SINTERSTORE d a b
        SINTERSTORE d a missing
        SINTERSTORE d a missing
        SUNIONSTORE d a b
        SUNIONSTORE d missing
        SUNIONSTORE d missing
        SDIFFSTORE d a b
        SDIFFSTORE a a a
        SDIFFSTORE a missing b
        SINTER b d
        SINTERCARD 2 b d
        SADD past a
        PEXPIREAT past 1
        SPOP past
        SADD past a
        PEXPIREAT past 1
        SMOVE past d a
        SADD past a
        PEXPIREAT past 1
        SMOVE d past 1
        SADD past a
        PEXPIREAT past 1
        SUNIONSTORE past past d
        SADD past a
        PEXPIREAT past 1
        SUNIONSTORE past missing
        SADD past a
        PEXPIREAT past 1
        SINTERSTORE past missing d
        SADD past a
        PEXPIREAT past 1
        SINTERSTORE past d
        SREM d 2 1 7
        MULTI
        SADD s 1
        SPOP missing
        SPOP one
        SADD one z
        SPOP one
        SREM s 1
        EXEC
        """;

    [Fact]
    public Task Each_kind_of_change_of_a_hash_is_worded_as_redis_words_it() => CompareAsync("""
        HSET h a 1 b 2
        hset h a 1
        HMSET h c 3
        HSETNX h a 2
        HSETNX h d 2
        HINCRBY h a 5
        HINCRBY h a x
        HINCRBY h n 0
        HINCRBYFLOAT h a 0.5
        HINCRBYFLOAT h a inf
        hincrbyfloat h new 1e3
        HGET h a
        HDEL h missing
        HDEL h a b missing
        HRANDFIELD h
        HSCAN h 0
        HDEL h c d n new
        HDEL h a
        HSET past a 1
        PEXPIREAT past 1
        HSET past b 1
        HSET past a 1
        EXPIRE past 1000
        COPY past h
        RENAME past i
        SELECT 1
        HSET h a 1
        MULTI
        HSET h b 1
        HINCRBYFLOAT h b 1
        HDEL h missing
        EXEC
        """.Split('\n'));

    [Fact]
    public Task Each_kind_of_change_of_a_set_is_worded_as_redis_words_it() => CompareAsync(ChangesOfSets.Split('\n'));

    [Fact]
    public async Task What_was_drawn_at_random_is_written_as_what_it_was()
    {
        string[] commands =
        [
            "SADD s a b c d e f g h i j k l", "SPOP s", "SPOP s 1", "SPOP s 4", "SADD n 1 2 3 4 5 6 7 8 9", "SPOP n",
            "SPOP n 2", "MULTI", "SPOP s 2", "SPOP n 3", "EXEC", "SADD m 1 2 3 4 5 6 7 8 9", "SPOP m 8",
        ];
        string[] expected = [.. (await RunAsync(commands)).Select(Shape)];
        Assert.Equal(expected, Effects.Units.Select(Shape));
        Assert.Contains(expected, unit => unit.Split("SREM s").Length == 5);
    }

    [Fact, Trait("Category", "Soak")]
    public Task Effects_of_random_commands_are_those_that_redis_writes_to_its_file() =>
        CompareAsync(HashAndSetCommands.Changes.Generate(Soak.Iterations(usual: 2500, soak: 200_000), seed: 6));

    /// <summary>The commands with their keys; members drawn are each server's own.</summary>
    private static string Shape(IReadOnlyList<string[]> unit) =>
        string.Join(", ", unit.Select(words => $"{string.Join(' ', words.Take(3))} {words.Length}"));
}
