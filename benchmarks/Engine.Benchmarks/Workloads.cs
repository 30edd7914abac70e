namespace Engine.Benchmarks;

/// <summary>What is measured, in the order of the table.</summary>
internal static class Workloads
{
    private const string Element = "element:__rand_int__";

    /// <summary>A tenth of a degree has room for all members, some of which are within a search.</summary>
    private const string Degrees = "0.__rand_int__e6";

    private static readonly string TokenBucket = ReadScript("token_bucket.lua");

    private const string Fibonacci =
        "local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end return fib(27)";

    private const string Strings =
        "local t = {} for i = 1, 100000 do t[#t + 1] = 'item ' .. i .. ';' end return #table.concat(t)";

    private const string Tables =
        "local s = 0 for r = 1, 20 do local t = {} for i = 1, 10000 do t[i] = i t['k' .. i % 100] = i end "
        + "for k, v in pairs(t) do s = s + v end end return s";

    /// <summary>
    /// 200 round trips of a document of 10 KB. 100 requests make 20,000 of them, beside which compiling the engine's
    /// code takes nothing.
    /// </summary>
    private const string Json =
        "local d = {} for i = 1, 150 do d[i] = { id = i, name = 'user ' .. i, tags = { 'a', 'b' }, score = i / 3 } end "
        + "local text = cjson.encode(d) for i = 1, 200 do text = cjson.encode(cjson.decode(text)) end return #text";

    private const string Calls =
        "for i = 1, 1000 do redis.call('GET', KEYS[1]) end return 1";

    private const string ReadAndAcknowledge = """
        local entries = redis.call('XREADGROUP', 'GROUP', 'g', 'c', 'COUNT', '1', 'STREAMS', KEYS[1], '>')[1][2]
        return redis.call('XACK', KEYS[1], 'g', entries[1][1])
        """;

    private static readonly string[] Addition =
        ["xadd", "mystream", "*", "user", Element, "action", "view", "page", "/start", "ms", "17", "ok", "1"];

    private static readonly string[] CreateGroup = ["xgroup", "create", "mystream", "g", "0"];

    public static Workload[] All { get; } =
    [
        new("ping", "-t", "ping_mbulk"),
        new("set", "-t", "set"),
        new("get", "get", "key:__rand_int__") { Filling = ["set", "key:__rand_int__", "xxx"] },
        new("incr", "-t", "incr"),
        new("mset", "-t", "mset") { Weight = 8 },
        new("lpush", "lpush", "mylist", "xxx"),
        new("rpush", "rpush", "mylist", "xxx"),
        new("lpop", "lpop", "mylist") { Filling = ["lpush", "mylist", "xxx"] },
        new("rpop", "rpop", "mylist") { Filling = ["lpush", "mylist", "xxx"] },
        Range(100),
        Range(300),
        Range(500),
        new("sadd", "sadd", "myset", Element),
        new("spop", "spop", "myset") { Filling = ["sadd", "myset", Element] },
        new("hset", "hset", "myhash", Element, "xxx"),
        new("hget", "hget", "myhash", Element) { Filling = ["hset", "myhash", Element, "xxx"] },
        new("zadd", "zadd", "myzset", "__rand_int__", Element) { Weight = 2 },
        new("zrank", "zrank", "myzset", Element) { Filling = ["zadd", "myzset", "__rand_int__", Element], Weight = 2 },
        new("zpopmin", "zpopmin", "myzset") { Filling = ["zadd", "myzset", "__rand_int__", Element], Weight = 2 },
        new("setbit", "setbit", "bits:__rand_int__", "7", "1"),
        new("pfadd", "pfadd", "myhll", Element),
        new("geoadd", "geoadd", "myplaces", Degrees, Degrees, Element) { Weight = 2 },
        new("geosearch", "geosearch", "myplaces", "fromlonlat", "0.05", "0.05", "byradius", "200", "m")
        {
            Filling = ["geoadd", "myplaces", Degrees, Degrees, Element], Weight = 10,
        },
        new("xadd", Addition) { Weight = 2 },
        new("xread_10", "xread", "count", "10", "streams", "mystream", "0")
        {
            Filling = Addition, FillCount = 10_000, Weight = 4,
        },
        new("xreadgroup", "xreadgroup", "group", "g", "c", "count", "1", "streams", "mystream", ">")
        {
            Filling = Addition, Preparation = CreateGroup, Weight = 2,
        },
        new("eval_xreadgroup_xack", "evalsha", "__sha__", "1", "mystream")
        {
            Filling = Addition, Preparation = CreateGroup, Script = ReadAndAcknowledge, Weight = 8,
        },
        new("eval_return_1", "eval", "return 1", "0") { Weight = 2 },
        new("evalsha_token_bucket", "evalsha", "__sha__", "1", "bucket:__rand_int__", "10", "5", "1")
        {
            Script = TokenBucket, Weight = 8,
        },
        new("eval_1000_gets", "eval", Calls, "1", "k") { Filling = ["set", "k", "v"], FillCount = 1, Weight = 100 },
        new("eval_fib_27", "eval", Fibonacci, "0") { Weight = 4_000 },
        new("eval_strings", "eval", Strings, "0") { Weight = 10_000 },
        new("eval_tables", "eval", Tables, "0") { Weight = 10_000 },
        new("eval_cjson", "eval", Json, "0") { Weight = 2_000 },
    ];

    private static string ReadScript(string name)
    {
        using Stream script = typeof(Workloads).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(script);
        return reader.ReadToEnd();
    }

    private static Workload Range(int count) =>
        new($"lrange_{count}", "lrange", "mylist", "0", $"{count - 1}")
        {
            Filling = ["rpush", "mylist", "xxx"], FillCount = count, Weight = count / 10,
        };
}
