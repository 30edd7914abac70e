using System.Text;
using Redis.Fixtures;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Scripting;

/// <summary>Bytes that are no ASCII, wherever a script can have them, come back as they do from redis-server.</summary>
public sealed class RandomBytesTests(ReferenceRedis reference) : CommandTests(reference)
{
    private const char Bytes = '@';

    /// <summary>Bytes that mean something to Lua, to C, to the protocol, or to UTF-8.</summary>
    private const string Frequent = "\0\t\n\r\v\"\\]=.\x7f\x80\xc3\xa9\xff";

    private static readonly string[] Scripts =
    [
        "@", "return @", "return @foo", "return 1@", "local @=1 return @", "x@=1", "a.b@=1", "return 'abc@",
        "--@\nerror('a')", "local t={} t.@()", "('x'):@()", "return {[[@]],'@'}", "return {loadstring('@')}",
        "return {loadstring('x x', '@')}", "return loadstring('error()', '@')()", "error('@')", "assert(false,'@')",
        "return select(2,pcall(error,'@'))", "error({err='@ x'})", "error({err='@',source='@',line='@'})",
        "error(redis.error_reply('@'))", "return redis.error_reply('@A @')", "return {err='@ x'}",
        "return {ok='@ x'}", "return {verbatim_string={string='@',format='txt'}}", "return {big_number='@'}",
        "return _G['@']", "_G['@']=1", "KEYS.@.x=1", "local t={} return t['@'].x", "return '@' .. {}",
        "redis.call('@')", "return redis.pcall('get@','x')", "return redis.call('set','k','v','@')",
        "string.format('%@',1)", "return ('abc@'):gsub('@','@')", "string.rep('@')", "collectgarbage('@')",
        "return cjson.encode('@')", "cjson.decode('@')", "cjson.decode('{@}')", "struct.pack('@',1)",
        "#!lua @\nreturn 1", "#!@\nreturn 1", "#!lua flags=@\nreturn 1", "#!lua flags=no-writes@\nreturn 1",
    ];

    private static readonly string[] Libraries =
    [
        "#!lua name=b@\n", "#!@ name=b\n", "#!lua name=b\n@", "#!lua name=b\nerror('@')",
        "#!lua name=b\nreturn _G['@']",
        "#!lua name=b\nredis.register_function('@',function() end)",
        "#!lua name=b\nredis.register_function{function_name='d',description='@',callback=function() error('@') end}",
    ];

    [Fact]
    [Trait("Category", "Soak")]
    public async Task Bytes_in_scripts_come_back_as_from_redis_server()
    {
        var random = new Random(4);
        string[][] requests =
        [
            .. Enumerable.Range(0, Soak.Iterations(1500, 100_000))
                .Select(_ => (string[])["EVAL", Fill(Scripts, random), "0"]),
        ];

        await CompareAsync(requests);
    }

    [Fact]
    [Trait("Category", "Soak")]
    public async Task Bytes_in_libraries_come_back_as_from_redis_server()
    {
        var random = new Random(5);
        string[][] requests =
        [
            .. Enumerable.Range(0, Soak.Iterations(150, 10_000)).SelectMany(_ => (string[][])
            [
                ["FUNCTION", "FLUSH"], ["FUNCTION", "LOAD", Fill(Libraries, random)], ["FUNCTION", "LIST"],
                ["FCALL", "d", "0"],
            ]),
        ];

        await CompareAsync(requests);
    }

    private static string Fill(string[] templates, Random random)
    {
        var filled = new StringBuilder();
        foreach (char character in templates[random.Next(templates.Length)])
        {
            for (int i = character == Bytes ? random.Next(1, 4) : 0; i > 0; i--)
                filled.Append(random.Next(2) == 0 ? Frequent[random.Next(Frequent.Length)] : (char)random.Next(256));
            if (character != Bytes)
                filled.Append(character);
        }

        return filled.ToString();
    }

    private async Task CompareAsync(string[][] requests)
    {
        await using RespClient expected = await Reference.Target.ConnectAsync(Cancellation);
        await using RespClient actual = await EngineTarget.ConnectAsync(Cancellation);
        foreach (string[] request in requests)
        {
            string reply = await CallAsync(expected, request);
            Assert.True(
                reply == await CallAsync(actual, request),
                $"{string.Join(' ', request)}\nredis-server: {reply}engine:       {await CallAsync(actual, request)}");
        }
    }

    private static async Task<string> CallAsync(RespClient server, string[] request)
    {
        ReadOnlyMemory<byte>[] arguments =
            [.. request.Select(argument => (ReadOnlyMemory<byte>)Encoding.Latin1.GetBytes(argument))];
        await server.SendAsync(arguments, Cancellation);
        RespValue reply = await server.ReadAsync(Cancellation);
        return Encoding.Latin1.GetString(reply.Raw.Span);
    }
}
