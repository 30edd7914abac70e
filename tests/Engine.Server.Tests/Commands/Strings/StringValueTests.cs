using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Strings;

public sealed class StringValueTests(ReferenceRedis reference) : CommandTests(reference)
{
    [Fact]
    public Task Ranges_are_cut_as_redis_cuts_them()
    {
        string[] keys = ["k", "n", "empty", "missing"];
        string[] indexes =
            ["0", "1", "4", "5", "100", "-1", "-5", "-6", "-100", "9223372036854775807", "-9223372036854775808"];
        IEnumerable<string> ranges =
            from key in keys
            from start in indexes
            from end in indexes
            select $"GETRANGE {key} {start} {end}";
        return CompareAsync($"""
            SET k Hello
            SET n -1234
            SET empty ""
            {string.Join('\n', ranges)}
            SUBSTR k 1 2
            SUBSTR n 1 2
            GETRANGE k a 1
            GETRANGE k 1 b
            GETRANGE missing a b
            GETRANGE k 1
            SUBSTR k
            """);
    }

    [Fact]
    public Task Strings_grow_by_appending() => CompareAsync("""
        APPEND k Hello
        OBJECT ENCODING k
        APPEND k " world"
        OBJECT ENCODING k
        GET k
        STRLEN k
        APPEND n 12
        OBJECT ENCODING n
        APPEND n 34
        OBJECT ENCODING n
        GET n
        INCR n
        OBJECT ENCODING n
        APPEND n ""
        OBJECT ENCODING n
        GET n
        APPEND new ""
        EXISTS new
        OBJECT ENCODING new
        SET k v EX 1000
        APPEND k w
        TTL k
        SET k v PXAT 1
        APPEND k w
        GET k
        APPEND k
        STRLEN missing
        STRLEN n
        STRLEN
        """);

    [Fact]
    public Task Parts_of_a_string_are_overwritten() => CompareAsync("""
        SETRANGE k 0 ""
        EXISTS k
        SETRANGE k 3 abc
        GET k
        OBJECT ENCODING k
        SETRANGE k 0 xyz
        GET k
        SETRANGE k 5 12345
        GET k
        SETRANGE k 2 ""
        SET n 1234
        SETRANGE n 1 99
        GET n
        OBJECT ENCODING n
        INCR n
        SET e text
        SETRANGE e 0 ""
        OBJECT ENCODING e
        SETRANGE e 1 ""
        SETRANGE e -1 x
        SETRANGE e x x
        SETRANGE e 536870911 x
        SETRANGE e 536870912 x
        SETRANGE e 536870912 ""
        SETRANGE missing 536870912 ""
        SETRANGE missing 536870912 x
        SETRANGE missing 9223372036854775807 x
        SETRANGE missing 9223372036854775808 x
        SET k v EX 1000
        SETRANGE k 1 w
        TTL k
        SETRANGE k 1
        """);

    [Fact]
    public Task Long_strings_keep_their_bytes_while_they_grow_and_shrink()
    {
        string text = string.Concat(Enumerable.Range(0, 3000).Select(i => $"{i:x4}"));
        return CompareAsync($"""
            SET k {text[..4090]}
            APPEND k {text[4090..4096]}
            APPEND k {text[4096..4097]}
            APPEND k {text[4097..]}
            GET k
            SETRANGE k 30000 end
            GET k
            SET k short
            APPEND k er
            GET k
            COPY k c
            SET k {text}
            COPY k c REPLACE
            APPEND c !
            STRLEN k
            GET c
            RENAME c d
            GETRANGE d 11990 -1
            SETRANGE b 1048570 0123456789
            APPEND b x
            STRLEN b
            GETRANGE b 1048560 -1
            DEL b
            EXPIRE k 1000
            GET k
            PERSIST k
            GET k
            """);
    }

    [Fact]
    public Task Common_subsequences_are_found() => CompareAsync("""
        MSET a ohmytext b mynewtext
        LCS a b
        LCS a b LEN
        LCS a b IDX
        LCS a b IDX MINMATCHLEN 4
        LCS a b IDX MINMATCHLEN 4 WITHMATCHLEN
        LCS a b IDX WITHMATCHLEN
        LCS a b idx minmatchlen -3
        LCS a b MINMATCHLEN 4
        LCS a b WITHMATCHLEN LEN
        LCS a a IDX
        LCS a missing
        LCS missing a IDX
        LCS missing missing LEN
        MSET n 12345678 m 1357924680
        LCS n m
        LCS n m IDX WITHMATCHLEN
        MSET a abcbdab b bdcaba
        LCS a b
        LCS a b IDX
        LCS b a
        LCS b a IDX
        MSET a xaaaay b aa
        LCS a b IDX
        LCS b a IDX
        MSET a abcd b efgh
        LCS a b IDX
        """);

    [Fact]
    public Task Impossible_comparisons_are_refused() => CompareAsync("""
        MSET a ohmytext b mynewtext
        LCS a b LEN IDX
        LCS a b foo
        LCS a b MINMATCHLEN
        LCS a b MINMATCHLEN x
        LCS a b MINMATCHLEN x foo
        LCS a b LEN IDX MINMATCHLEN x
        LCS a
        SETRANGE a 20000 x
        SETRANGE b 20000 x
        LCS a b
        LCS a b LEN
        """);

    [Fact]
    public Task Common_subsequences_of_random_strings_are_those_of_redis()
    {
        var random = new Random(4711);
        string Text(int alphabet) =>
            string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => (char)('a' + random.Next(alphabet))));
        IEnumerable<string> lines = Enumerable.Range(0, 100).SelectMany(i => new[]
        {
            $"MSET a \"{Text(1 + i % 8)}\" b \"{Text(1 + i % 8)}\"",
            "LCS a b",
            $"LCS a b IDX WITHMATCHLEN MINMATCHLEN {random.Next(4)}",
            "LCS a b LEN",
        });
        return CompareAsync(string.Join('\n', lines));
    }
}
