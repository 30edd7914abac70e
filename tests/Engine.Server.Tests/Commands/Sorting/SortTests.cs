using System.Globalization;
using Redis.Fixtures;
using Redis.Fixtures.Differential;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Sorting;

public sealed class SortTests(ReferenceRedis reference) : CommandTests(reference)
{
    private const string Data = """
        RPUSH numbers 10 9 -3 2.5 1e2 0x10 10
        RPUSH words pear apple fig "" Zoo apple 10
        RPUSH ids 1 2 3 4
        SADD few 3 1 2
        ZADD ranks 3 c 1 b 2 a 5 d
        MSET weight_1 30 weight_2 10 weight_3 20
        MSET name_1 z name_3 x name_4 x
        HSET user_1 name bob age 30
        HSET user_2 name al age 7
        HSET user_3 age 19
        """;

    [Fact]
    public Task Elements_are_sorted_as_numbers_or_texts() => CompareAsync($"""
        {Data}
        SORT numbers
        SORT numbers DESC
        SORT numbers DESC ASC
        SORT numbers ALPHA
        SORT words ALPHA
        SORT words ALPHA DESC
        SORT words
        SORT few
        SORT few DESC
        SORT few ALPHA
        SORT ranks
        SORT ranks ALPHA
        SORT ranks ALPHA DESC
        SORT missing
        SORT_RO numbers
        SORT_RO words ALPHA DESC
        """);

    [Fact]
    public Task Limits_are_cut_to_what_there_is() => CompareAsync($"""
        {Data}
        SORT numbers LIMIT 0 3
        SORT numbers LIMIT 2 2 DESC
        SORT numbers LIMIT 5 100
        SORT numbers LIMIT 100 5
        SORT numbers LIMIT -5 2
        SORT numbers LIMIT 2 -1
        SORT numbers LIMIT 2 0
        SORT numbers LIMIT 9223372036854775807 9223372036854775807
        SORT numbers LIMIT -9223372036854775808 -9223372036854775808
        SORT ids BY nosort LIMIT 1 2
        SORT ids BY nosort LIMIT 1 2 DESC
        SORT ids BY nosort LIMIT 1 -1 DESC
        SORT ids BY nosort LIMIT 7 1 DESC
        SORT ids BY nosort LIMIT 1 0
        SORT ranks BY nosort LIMIT 1 2
        SORT ranks BY nosort LIMIT 1 2 DESC
        SORT ranks BY nosort LIMIT 9 1 DESC
        SORT ranks BY nosort
        SORT ranks BY nosort DESC
        SORT few BY nosort LIMIT 5 1
        SORT missing BY nosort LIMIT 0 1
        """);

    [Fact]
    public Task Other_keys_give_the_order_and_the_result() => CompareAsync($"""
        {Data}
        SORT ids BY weight_*
        SORT ids BY weight_* DESC
        SORT ids BY weight_* LIMIT 1 2
        SORT ids BY name_* ALPHA
        SORT ids BY name_* ALPHA DESC
        SORT ids BY user_*->age
        SORT ids BY user_*->name ALPHA
        SORT ids BY user_*->missing
        SORT ids BY missing_*
        SORT ids BY weight_* GET #
        SORT ids BY weight_* GET # GET name_* GET user_*->name GET missing_*
        SORT ids BY nosort GET user_*->age GET constant GET *
        SORT ids GET user_*-> GET user_*->name->x GET weight_*
        SORT ids BY user_*->
        SORT ids BY weight_*->
        SORT ids BY numbers_* GET user_*
        SORT ids BY # DESC
        SORT few BY weight_* GET weight_*
        SORT ranks BY weight_* ALPHA GET weight_*
        SORT numbers BY weight_* BY nosort
        SORT ids BY nosort BY weight_*
        SET gone_1 5 PXAT 1
        SORT ids BY gone_*
        SORT ids GET gone_*
        SET "pre\x00*" 1
        SORT ids GET "pre\x00*"
        SORT ids BY "pre\x00*" DESC
        """);

    [Fact]
    public Task What_is_no_number_is_refused() => CompareAsync($"""
        {Data}
        SORT words
        MSET w_1 " 7" w_2 "" w_3 0x1F w_4 -inf
        SORT ids BY w_*
        SET w_2 "5 "
        SORT ids BY w_*
        SET w_2 nan
        SORT ids BY w_*
        SET w_2 "  "
        SORT ids BY w_*
        SET w_2 "12\x00rest"
        SORT ids BY w_*
        SET w_2 1e
        SORT ids BY w_*
        SORT ids BY w_* STORE dst
        EXISTS dst
        """);

    [Fact]
    public Task Numbers_that_a_double_cannot_hold_are_refused() => CompareAsync("""
        RPUSH one a
        SET w_a 1e400
        SORT one BY w_*
        SET w_a 1e-400
        SORT one BY w_*
        SET w_a 1e-310
        SORT one BY w_*
        """);

    [Fact]
    public Task Results_are_stored_as_lists() => CompareAsync($"""
        {Data}
        SORT numbers STORE dst
        LRANGE dst 0 -1
        TYPE dst
        SORT ids BY weight_* GET # GET name_* STORE dst
        LRANGE dst 0 -1
        SORT ids BY nosort DESC LIMIT 1 2 STORE dst
        LRANGE dst 0 -1
        EXPIRE ids 1000
        SORT ids STORE ids
        TTL ids
        LRANGE ids 0 -1
        SORT few BY nosort STORE few
        LRANGE few 0 -1
        SORT ranks BY nosort STORE ranks
        LRANGE ranks 0 -1
        SORT missing STORE dst
        EXISTS dst
        SORT missing STORE dst
        SORT ids LIMIT 0 0 STORE ids
        EXISTS ids
        SORT words ALPHA STORE a STORE b
        EXISTS a b
        SORT words ALPHA STORE words
        LRANGE words 0 -1
        RPUSH nul "a\x00b" "a\x00a"
        SORT nul ALPHA
        SORT nul ALPHA STORE nul
        LRANGE nul 0 -1
        """);

    [Fact]
    public Task Wrong_requests_are_refused_as_redis_refuses_them() => CompareAsync($"""
        {Data}
        SET string x
        SORT
        SORT_RO
        SORT string
        SORT_RO user_1
        SORT string nonsense
        SORT ids LIMIT
        SORT ids LIMIT 1
        SORT ids LIMIT x 1
        SORT ids LIMIT 1 x
        SORT ids BY
        SORT ids GET
        SORT ids STORE
        SORT ids ASC nonsense
        SORT_RO ids STORE dst
        SORT_RO ids BY nosort GET # STORE dst
        """);

    [Fact]
    public Task Keys_are_found_whatever_stands_between() => CompareAsync("""
        COMMAND GETKEYS SORT k
        COMMAND GETKEYS SORT k STORE d
        COMMAND GETKEYS SORT k STORE d STORE e
        COMMAND GETKEYS SORT k GET store d
        COMMAND GETKEYS SORT k LIMIT 1 2 ALPHA store d
        COMMAND GETKEYS SORT k BY w_* STORE
        COMMAND GETKEYSANDFLAGS SORT k ALPHA STORE d DESC
        COMMAND GETKEYSANDFLAGS SORT_RO k GET STORE d
        COMMAND GETKEYS SORT_RO k STORE d
        """);

    [Fact]
    public Task A_sorted_set_that_was_sorted_is_no_longer_packed() => CompareAsync("""
        ZADD z 1 a
        OBJECT ENCODING z
        SORT z BY nosort
        OBJECT ENCODING z
        """);

    [Fact]
    public async Task More_elements_than_a_reply_can_count_are_refused()
    {
        await using RespClient client = await EngineTarget.ConnectAsync(Cancellation);
        string[] numbers = [.. Enumerable.Range(0, 50_000).Select(i => i.ToString(CultureInfo.InvariantCulture))];
        await client.CallAsync(["RPUSH", "list", .. numbers]);
        string[] gets = [.. Enumerable.Repeat((string[])["GET", "#"], numbers.Length).SelectMany(get => get)];

        RespValue refusal = await client.CallAsync(["SORT", "list", .. gets, "STORE", "list"]);

        Assert.Equal(
            "ERR The result has more than 2147483647 elements; use LIMIT or fewer GET patterns", refusal.Text);
        Assert.Equal(numbers.Length, (await client.CallAsync("LLEN", "list")).Number);
    }

    [Fact, Trait("Category", "Soak")]
    public async Task Random_requests_are_answered_as_redis_answers_them()
    {
        RandomCommands commands = new(
            new(6, "RPUSH {list} {number} {number} {number}"), new(3, "LPOP {list}"), new(3, "RPUSH {list} {value}"),
            new(4, "SADD numbers {number} {number}"), new(1, "SPOP numbers 100"), new(1, "DEL {list}"),
            new(4, "ZADD ranks {number} {number}"), new(1, "ZREMRANGEBYRANK ranks 3 -1"),
            new(6, "SET weight_{number} {number|number|value}"),
            new(6, "HSET hash_{number} field {number} name {value}"),
            new(2, "DEL weight_{number} hash_{number}"), new(1, "EXPIRE weight_{number} -1"),
            new(20, "SORT {list} {|BY {pattern}} {|LIMIT {index} {index}} {|DESC|ASC} {get} {get}"),
            new(10, "SORT {list} {|BY {pattern}} {|DESC} ALPHA {get}"),
            new(10, "SORT {list} {|BY {pattern}} {|DESC} {|ALPHA} {get} STORE {list|destination|weight_{number}}"),
            new(5, "SORT_RO {list|numbers} {|DESC} {|LIMIT {index} {index}} {get}"),
            new(8, "SORT {numbers|ranks} {|BY weight_*|BY hash_*->field} {|DESC} {|LIMIT {index} {index}} {get}"),
            new(4, "SORT ranks BY nosort {|DESC} {|LIMIT {index} {index}} {get}"),
            new(2, "SORT numbers BY nosort STORE destination"),
            new(3, "LRANGE destination 0 -1"), new(3, "LRANGE {list} 0 -1"))
        {
            Holes =
            {
                ["list"] = random => $"list{random.Next(3)}",
                ["number"] = random => random.Next(-3, 12).ToString(CultureInfo.InvariantCulture),
            },
        };
        commands.Holes["pattern"] = _ => "{weight_*|hash_*->field|hash_*->name|nosort|missing_*|weight_*->|#}";
        commands.Holes["get"] = _ => "{||GET #|GET weight_*|GET hash_*->name|GET missing_*}";
        var comparison = new ServerComparison(Reference.Target, EngineTarget);
        for (int seed = 1; seed <= Soak.Iterations(usual: 1, soak: 100); seed++)
            await comparison.RunRandomAsync(commands, count: 1500, seed, Cancellation);
    }
}
