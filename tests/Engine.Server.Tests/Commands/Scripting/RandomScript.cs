namespace Engine.Server.Tests.Commands.Scripting;

/// <summary>
/// Writes scripts that call commands, convert what they get, fail now and then, and return what they saw. A statement
/// is a line and needs no other, so that a failing script can be made shorter. KEYS are a string, a hash, a list, a
/// set of integers, a sorted set, and two that may become anything.
/// </summary>
internal sealed class RandomScript(int seed)
{
    public static readonly string[] Keys = ["string", "hash", "list", "integers", "scores", "any", "other"];

    public static readonly string[] Arguments =
        ["10", "-3.5", "text", "", "a\r\nb", "1e3", "0x10", " 7 ", "9223372036854775807"];

    private static readonly string[] Commands =
    [
        "'SET', {s}, {v}", "'SET', {s}, {v}, 'NX', 'GET'", "'GET', {s}", "'GETDEL', {s}", "'APPEND', {s}, {v}",
        "'INCR', {s}", "'INCRBY', {s}, {n}", "'INCRBYFLOAT', {s}, {n}", "'STRLEN', {s}", "'GETRANGE', {s}, {n}, {n}",
        "'SETRANGE', {s}, 2, {v}", "'MSET', {k}, {v}, {k}, {v}", "'MGET', {k}, {k}, 'missing'", "'SETBIT', {s}, 7, 1",
        "'BITCOUNT', {s}", "'HSET', {h}, {v}, {v}", "'HSET', {h}, 'f', {n}", "'HGET', {h}, {v}", "'HGETALL', {h}",
        "'HMGET', {h}, 'f', {v}", "'HDEL', {h}, {v}", "'HINCRBY', {h}, 'f', {n}", "'HINCRBYFLOAT', {h}, 'f', {n}",
        "'HLEN', {h}", "'HKEYS', {h}", "'HEXISTS', {h}, {v}", "'RPUSH', {l}, {v}, {v}", "'LPUSH', {l}, {n}",
        "'LPOP', {l}", "'RPOP', {l}, 2", "'LRANGE', {l}, 0, -1", "'LINDEX', {l}, {n}", "'LLEN', {l}",
        "'LPOS', {l}, {v}", "'LSET', {l}, 0, {v}", "'LREM', {l}, 0, {v}", "'LMOVE', {l}, {l}, 'LEFT', 'RIGHT'",
        "'SADD', {i}, 3, 1, 2", "'SADD', {i}, {n}", "'SISMEMBER', {i}, {n}", "'SMISMEMBER', {i}, 1, 2, 3",
        "'SCARD', {i}",
        "'SORT', {i}, 'ALPHA'", "'SORT', {l}, 'DESC'", "'SREM', {i}, {n}", "'ZADD', {z}, {n}, {v}",
        "'ZADD', {z}, 'GT', 'CH', {n}, 'm'", "'ZADD', {z}, 'INCR', {n}, 'm'", "'ZSCORE', {z}, {v}",
        "'ZSCORE', {z}, 'm'",
        "'ZRANGE', {z}, 0, -1, 'WITHSCORES'", "'ZRANGE', {z}, 0, -1", "'ZRANK', {z}, {v}", "'ZINCRBY', {z}, {n}, 'm'",
        "'ZPOPMIN', {z}", "'ZMSCORE', {z}, 'm', {v}", "'ZCOUNT', {z}, '-inf', {n}", "'ZREM', {z}, {v}", "'ZCARD', {z}",
        "'DEL', {k}", "'EXISTS', {k}, {k}", "'TYPE', {k}", "'RENAME', {k}, {k}", "'COPY', {k}, {k}", "'PERSIST', {k}",
        "'PEXPIREAT', {k}, 33177117420000", "'PEXPIRETIME', {k}", "'TTL', 'missing'", "'OBJECT', 'ENCODING', {k}",
        "'DBSIZE'", "'ECHO', {v}", "'PING'", "'SELECT', 1", "'SELECT', 0", "'PUBLISH', 'c', {v}", "'NOPE', {v}",
        "'GET'",
        "'SUBSCRIBE', 'c'", "'BLPOP', {l}, 0", "'XADD', {k}, '1-1', 'f', {v}", "'XRANGE', {k}, '-', '+'", "'XLEN', {k}",
        "'PFADD', {k}, {v}", "'PFCOUNT', {k}", "'GEOADD', {k}, 13.5, 38.25, {v}", "'GEOPOS', {k}, {v}",
    ];

    private static readonly string[] Values =
    [
        "ARGV[1]", "ARGV[2]", "ARGV[3]", "ARGV[4]", "ARGV[5]", "ARGV[6]", "ARGV[9]", "'x'", "'member'", "3", "0.1",
        "1e20", "-0", "2^53", "10/2", "#ARGV", "'' .. 1.5", "x", "text(x)", "nil", "true", "{}",
    ];

    private static readonly string[] Numbers = ["1", "-1", "2.5", "ARGV[1]", "ARGV[2]", "ARGV[8]", "1e3", "'7'", "x"];

    private static readonly string[] Structures =
    [
        "{1, 'a', {2, {3}}}", "{ok='FINE'}", "{err='MY error'}", "{double=3.25}", "{double=1e300}", "{map={a=1}}",
        "{set={a=true}}", "{big_number='12345'}", "{verbatim_string={string='v', format='txt'}}", "{1, nil, 3}", "3.99",
        "-3.99", "1e18", "true", "false", "'text'", "redis.status_reply('S')", "redis.error_reply('E x')", "{{}, {}}",
        "{x, x}", "cjson.decode('[1,{\"a\":[true,null]}]')", "{a=1}", "function() end", "0/0", "{1.5, '2', -0}",
    ];

    private readonly Random _random = new(seed);

    /// <summary>The statements; <see cref="Compose"/> makes a script of all or some of them.</summary>
    public IReadOnlyList<string> Write()
    {
        List<string> lines = [];
        int statements = _random.Next(1, 14);
        for (int i = 0; i < statements; i++)
            lines.Add(Statement());
        return lines;
    }

    public static string Compose(IEnumerable<string> lines) =>
        "local function text(v) return (type(v) == 'table' or type(v) == 'function') and 'object' or tostring(v) end "
        + $"local r, x = {{}}, 'x'\n{string.Join('\n', lines)}\nreturn r";

    private string Statement() => _random.Next(20) switch
    {
        < 5 => $"x = redis.call({Command()}) r[#r + 1] = x",
        < 12 => $"x = redis.pcall({Command()}) r[#r + 1] = x",
        12 => $"x = redis.pcall({Command()}) r[#r + 1] = type(x) == 'table' and (x.err or x.ok or #x) or type(x)",
        13 => $"r[#r + 1] = tonumber(redis.pcall('GET', KEYS[1])) or text(x):sub(1, 5)",
        14 => $"redis.setresp({_random.Next(2, 4)})",
        15 => $"x = {Pick(Structures)} r[#r + 1] = x",
        16 => $"for i = 1, {_random.Next(5)} do r[#r + 1] = redis.pcall({Command()}) end",
        17 => $"local ok, e = pcall(redis.call, {Command()}) r[#r + 1] = ok r[#r + 1] = e",
        18 => "r[#r + 1] = type(x) ~= 'function' and pcall(cjson.encode, x) and cmsgpack.unpack(cmsgpack.pack(x)) or 0",
        _ => Ending(),
    };

    private string Ending() => _random.Next(6) switch
    {
        0 => "if #r > 3 then error('enough') end",
        1 => "if #r > 3 then error({err='OWN enough'}) end",
        2 => "if #r > 5 then return x end",
        3 => $"if #r > 5 then return {Pick(Structures)} end",
        4 => "if #r > 4 then return redis.call('GET', KEYS[2]) end",
        _ => "if #r > 6 then local y = nil; return y.field end",
    };

    private string Command()
    {
        string command = Pick(Commands);
        while (command.IndexOf('{') is >= 0 and int start && command[start + 2] == '}')
            command = command[..start] + Argument(command[start + 1]) + command[(start + 3)..];
        return command;
    }

    /// <summary>One in eight keys is of another type than the command wants.</summary>
    private string Argument(char kind) => kind switch
    {
        'v' => Pick(Values).Replace("{}", "{ }", StringComparison.Ordinal),
        'n' => Pick(Numbers),
        _ => $"KEYS[{(kind == 'k' || _random.Next(8) == 0 ? _random.Next(Keys.Length) : "shliz".IndexOf(kind)) + 1}]",
    };

    private string Pick(string[] choices) => choices[_random.Next(choices.Length)];
}
