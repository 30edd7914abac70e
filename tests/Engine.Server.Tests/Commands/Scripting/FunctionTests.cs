using System.Globalization;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Scripting;

public sealed class FunctionTests(ReferenceRedis reference) : CommandTests(reference)
{
    private const string ReadOnlyLibrary =
        @"""#!lua name=r\nlocal function get(k) return redis.call('get',k[1]) end\n"
        + @"redis.register_function{function_name='ro', callback=get, flags={'no-writes'}, description='d'}""";

    private const string NamesLibrary =
        @"""#!lua name=n\nredis.register_function('n', function(k) local t={}\n"
        + @"for n in pairs(_G[k[1]]) do t[#t+1]=n end return t end)""";

    [Fact]
    public Task Libraries_are_checked_before_they_run() => CompareAsync("""
        FUNCTION FLUSH
        FUNCTION LOAD ""
        FUNCTION LOAD "#!lua"
        FUNCTION LOAD "#!lua\n"
        FUNCTION LOAD "#!foo name=x\n"
        FUNCTION LOAD "#!LUA name=x\n"
        FUNCTION LOAD "#!lua name=x foo=bar\n"
        FUNCTION LOAD "#!lua name=x name=y\n"
        FUNCTION LOAD "#!lua name=x-y\nreturn 1"
        FUNCTION LOAD "#!lua name=\nreturn 1"
        FUNCTION LOAD "#!lua name=x \"\nreturn 1"
        FUNCTION LOAD "#!lua name=x\x00\nreturn 1"
        FUNCTION LOAD "#!lua\t'name=x'\r\nreturn 1"
        FUNCTION LOAD "#!lua name=x\nfoo"
        FUNCTION LOAD "#!lua name=x\nreturn 1"
        FUNCTION LOAD FOO "#!lua name=x\nreturn 1"
        FUNCTION LOAD REPLACE REPLACE "#!lua name=x\nreturn 1"
        FUNCTION LIST
        """);

    [Theory]
    [InlineData("redis.register_function()")]
    [InlineData("redis.register_function('f')")]
    [InlineData("redis.register_function(1,2)")]
    [InlineData("redis.register_function({},2)")]
    [InlineData("redis.register_function('f g',function() end)")]
    [InlineData("redis.register_function('','x')")]
    [InlineData("redis.register_function('f',function() end,1)")]
    [InlineData("redis.register_function{function_name='f'}")]
    [InlineData("redis.register_function{callback=function() end}")]
    [InlineData("redis.register_function{function_name='f',callback=1}")]
    [InlineData("redis.register_function{function_name={},callback=function() end}")]
    [InlineData("redis.register_function{function_name=1,callback=function() end}")]
    [InlineData("redis.register_function{FUNCTION_NAME='f',Callback=function() end}")]
    [InlineData("redis.register_function{function_name='f',callback=function() end,flags={'foo'}}")]
    [InlineData("redis.register_function{function_name='f',callback=function() end,flags=1}")]
    [InlineData("redis.register_function{function_name='f',callback=function() end,flags={}}")]
    [InlineData("redis.register_function{function_name='f',callback=function() end,foo=1}")]
    [InlineData("redis.register_function{function_name='f',callback=function() end,description={}}")]
    [InlineData("redis.register_function{1,2}")]
    [InlineData("redis.register_function('f',function() end) redis.register_function('f',function() end)")]
    [InlineData("redis.call('get','x')")]
    [InlineData("redis.log(3,'x')")]
    [InlineData("return foo")]
    [InlineData("foo=1")]
    [InlineData("error('boom')")]
    [InlineData("return math.random()")]
    [InlineData("return KEYS")]
    [InlineData("return redis.setresp")]
    [InlineData("return redis.REDIS_VERSION_NUM")]
    public Task Libraries_may_do_little_but_register(string body) => CompareAsync($"""
        FUNCTION FLUSH
        FUNCTION LOAD "#!lua name=t\n{body}"
        FUNCTION LIST WITHCODE
        """);

    [Fact]
    public Task Functions_run_with_keys_and_arguments() => CompareAsync($$"""
        FUNCTION FLUSH
        FUNCTION LOAD "#!lua name=c\nlocal n=0\nredis.register_function('count', function(k,a) n=n+1 return n end)"
        FUNCTION LOAD {{ReadOnlyLibrary}}
        FUNCTION LOAD "#!lua name=w\nredis.register_function('w', function(k,a) return redis.call('set',k[1],a[1]) end)"
        FUNCTION LOAD "#!lua name=bad\nredis.register_function('bad', function(k,a) return foo end)"
        FUNCTION LOAD "#!lua name=glob\nredis.register_function('glob', function(k,a) foo=1 end)"
        FUNCTION LOAD "#!lua name=err\nredis.register_function('err', function(k,a) return redis.call('nope') end)"
        FUNCTION LOAD "#!lua name=keys\nredis.register_function('keys', function(k,a) return {#k, #a, KEYS==nil} end)"
        FUNCTION LOAD "#!lua name=lib\nredis.register_function('again', function() redis.register_function('x') end)"
        FUNCTION LOAD "#!lua name=all\nredis.register_function('all', function() return cjson.encode({math.pi}) end)"
        FCALL count 0
        FCALL count 0
        FCALL COUNT 0
        FCALL_RO count 0
        FCALL_RO ro 1 k
        FCALL w 1 k v
        FCALL ro 1 k
        FCALL_RO w 1 k v
        FCALL bad 0
        FCALL glob 0
        FCALL err 0
        FCALL keys 1 a b
        FCALL again 0
        FCALL all 0
        FCALL count -1
        FCALL count 2 a
        FCALL count x
        FCALL nope x
        FCALL nope
        """);

    [Fact]
    public Task Functions_find_the_names_of_Redis_in_its_order() => CompareAsync($$"""
        FUNCTION FLUSH
        FUNCTION LOAD {{NamesLibrary}}
        FCALL n 1 _G
        FCALL n 1 redis
        FCALL n 1 math
        FCALL n 1 __redis__err__handler
        """);

    [Fact]
    public Task Libraries_are_dumped_and_restored() => CompareAsync("""
        FUNCTION FLUSH
        FUNCTION DUMP
        FUNCTION LOAD "#!lua name=d\nredis.register_function('f1', function(k,a) return 1 end)"
        $dump= FUNCTION DUMP
        FUNCTION RESTORE $dump
        FUNCTION RESTORE $dump APPEND
        FUNCTION RESTORE $dump REPLACE
        FUNCTION RESTORE $dump FLUSH
        FUNCTION RESTORE $dump FOO
        FUNCTION RESTORE $dump FLUSH FOO
        FCALL f1 0
        FUNCTION FLUSH
        FUNCTION RESTORE $dump
        FCALL f1 0
        FUNCTION LOAD REPLACE "#!lua name=e\nredis.register_function('f2', function(k,a) return 2 end)"
        FUNCTION DELETE d
        FUNCTION LOAD "#!lua name=g\nredis.register_function('f1', function(k,a) return 3 end)"
        FUNCTION RESTORE $dump
        FUNCTION RESTORE $dump REPLACE
        FCALL f1 0
        FCALL f2 0
        FUNCTION RESTORE x
        SET k v
        $value= DUMP k
        FUNCTION RESTORE $value
        """);

    [Fact]
    public Task Names_of_a_library_may_differ_by_letter_case_alone() => CompareAsync("""
        FUNCTION FLUSH
        FUNCTION LOAD "#!lua name=c\nfor n in ('f F g'):gmatch('%a') do redis.register_function(n, function() end) end"
        FCALL f 0
        FCALL F 0
        FUNCTION STATS
        FUNCTION LOAD "#!lua name=d\nredis.register_function('F', function() return 2 end)"
        $dump= FUNCTION DUMP
        FUNCTION RESTORE $dump APPEND
        FUNCTION FLUSH
        FUNCTION RESTORE $dump
        FCALL F 0
        FCALL g 0
        FUNCTION STATS
        FUNCTION FLUSH
        """);

    [Fact]
    public async Task Library_with_names_that_differ_by_letter_case_can_be_replaced_and_deleted()
    {
        // Not compared: redis-server 7.0.15 ends when it has to take such a library away.
        await using RespClient client = await EngineTarget.ConnectAsync(Cancellation);
        const string twice = "redis.register_function('f',{0}) redis.register_function('F',{0})";
        foreach (int value in (int[])[1, 2])
        {
            string body = string.Format(CultureInfo.InvariantCulture, twice, $"function() return {value} end");
            await client.CallAsync("FUNCTION", "LOAD", "REPLACE", $"#!lua name=c\n{body}");
            Assert.Equal(value, (await client.CallAsync("FCALL", "f", "0")).Number);
            Assert.Equal(value, (await client.CallAsync("FCALL", "F", "0")).Number);
        }

        await client.CallAsync("FUNCTION", "DELETE", "c");

        RespValue reply = await client.CallAsync("FCALL", "f", "0");
        Assert.Equal("ERR Function not found", reply.Text);
    }

    [Fact]
    public Task Libraries_are_replaced_listed_and_deleted() => CompareAsync("""
        FUNCTION FLUSH
        FUNCTION LOAD "#!lua name=x\nredis.register_function('f', function(k,a) return 1 end)"
        FUNCTION LOAD "#!lua name=x\nredis.register_function('f', function(k,a) return 2 end)"
        FUNCTION LOAD "#!lua name=y\nredis.register_function('F', function(k,a) return 2 end)"
        FUNCTION LOAD REPLACE "#!lua name=x\nredis.register_function('f', function(k,a) return 3 end)"
        FCALL f 0
        FUNCTION LOAD REPLACE "#!lua name=x\nredis.register_function('g', function(k,a) return 4 end)"
        FCALL f 0
        FCALL g 0
        FUNCTION LOAD REPLACE "#!lua name=x\nerror('x')"
        FCALL g 0
        FUNCTION LIST
        FUNCTION LIST WITHCODE
        FUNCTION LIST LIBRARYNAME X*
        FUNCTION LIST LIBRARYNAME z*
        FUNCTION LIST LIBRARYNAME
        FUNCTION LIST FOO
        FUNCTION LIST WITHCODE WITHCODE
        FUNCTION LIST LIBRARYNAME a LIBRARYNAME b
        FUNCTION STATS
        FUNCTION DELETE nope
        FUNCTION DELETE x
        FUNCTION DELETE x
        FCALL g 0
        FUNCTION KILL
        FUNCTION FLUSH foo
        FUNCTION FLUSH ASYNC
        FUNCTION FLUSH SYNC
        FUNCTION FLUSH ASYNC SYNC
        FUNCTION FLUSH
        FUNCTION HELP
        FUNCTION nope
        """);
}
