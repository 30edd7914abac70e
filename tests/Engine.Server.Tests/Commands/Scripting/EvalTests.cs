using System.Text;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Scripting;

/// <summary>What scripts see, do and return, one script a line.</summary>
public sealed class EvalTests(ReferenceRedis reference) : CommandTests(reference)
{
    [Fact]
    public Task Values_become_replies() => CompareScriptsAsync("""
        return 1
        return -3.99
        return 1e20
        return 0/0
        return 'text'
        return 'a\r\nb'
        return nil
        return true
        return false
        return {1,2,nil,4}
        return {1,'a',{ok='fine'},{err='bad'},true,false,3.7}
        return {1,2,{3,{4}}}
        return {double=3.5}
        return {double=0/0}
        return {double=-(0/0)}
        return {map={a=1}}
        return {set={a=true}}
        return {big_number='123'}
        return {verbatim_string={string='a',format='txt'}}
        return {verbatim_string={string='a',format='t'}}
        return {err='My Err'}
        return {err='ERR x y'}
        return {ok='a\r\nb'}
        return {err='a\r\nb'}
        return {err='\na b\r\n\r'}
        return function() end
        return redis
        return setmetatable({},{__index=function() error('x') end})
        redis.setresp(3) return true
        redis.setresp(3) return {false}
        """);

    [Fact]
    public Task Replies_become_values() => CompareScriptsAsync("""
        return type(redis.call('get','nokey'))
        return type(redis.call('set','x','y'))
        return redis.call('set','x','y').ok
        return redis.call('get','x')
        return redis.call('mget','x','nokey','x')
        return redis.call('exists','x')
        return redis.call('hset','h','f',1)
        return redis.call('hgetall','h')
        redis.setresp(3) return redis.call('hgetall','h').map.f
        redis.setresp(3) return redis.call('hgetall','h')
        redis.setresp(3) return type(redis.call('get','nokey'))
        redis.setresp(3) redis.call('sadd','s','m') return redis.call('smembers','s').set.m
        redis.setresp(3) return redis.call('ping')
        return redis.call('time')[1] > '1'
        return redis.call('select',1)
        return redis.call('dbsize')
        """);

    [Fact]
    public Task Arguments_are_strings_and_numbers() => CompareScriptsAsync("""
        redis.call('set','a',1.5) return redis.call('get','a')
        redis.call('set','a',3) return redis.call('get','a')
        redis.call('set','a',1e17) return redis.call('get','a')
        redis.call('set','a',2^63) return redis.call('get','a')
        redis.call('set','a',0.1) return redis.call('get','a')
        redis.call('set','a',-0) return redis.call('get','a')
        redis.call('set','a',1/0) return redis.call('get','a')
        redis.call('set','a',0/0) return redis.call('get','a')
        redis.call('set','a',-(0/0)) return redis.call('get','a')
        redis.call('set','a','\0b') return redis.call('get','a')
        return redis.call('set','a',{})
        return redis.call('set','a',nil)
        return redis.call('set','a',true)
        return redis.call()
        return 'k'..(10/2)
        """);

    [Fact]
    public Task Errors_say_where_they_were_raised() => CompareScriptsAsync("""
        error('boom')
        error({err='My thing'})
        error()
        error('x',0)
        error('x',2)
        local x = nil; return x.y
        x y z
        return redis.call('nope')
        return redis.call('get')
        return redis.call('client')
        return redis.call('config','nope')
        return redis.call('incr','a','b')
        return redis.call('multi')
        return redis.call('eval','return 1',0)
        return redis.call('blpop','l',0)
        return redis.pcall('nope')
        redis.call('set','s','v') return redis.call('hget','s','f')
        redis.call('set','s','v') return redis.pcall('hget','s','f')
        return redis.pcall('hget','s','f').err
        return {pcall(redis.call,'incr','s')}
        local ok,e=pcall(redis.call,'hget','s','f'); return {tostring(ok), type(e), e}
        return {xpcall(function() error('q') end, function(e) return 'H:'..e end)}
        return select('#', pcall(error, {}))
        local _, error, third = pcall(error, {err={'x'}}) return {type(error), third}
        return {select('#', pcall(error, {err='x'})), select('#', pcall(error, {err=5})), select('#', pcall(error))}
        local co = coroutine.create(function() error('in co') end) return {coroutine.resume(co)}
        local function r() return r() + 1 end return r()
        """);

    [Fact]
    public Task Errors_can_be_worded() => CompareScriptsAsync("""
        return redis.error_reply('My Err')
        return redis.error_reply('-X Err')
        return redis.error_reply('one')
        return redis.error_reply('')
        return redis.error_reply('a b\r\n')
        return redis.error_reply('\r\nA \r\nb\n')
        return redis.error_reply('\nb\n')
        return redis.error_reply()
        return redis.error_reply(5)
        return redis.status_reply('X Y')
        return redis.status_reply()
        """);

    [Fact]
    public Task The_library_checks_its_arguments() => CompareScriptsAsync("""
        return redis.sha1hex()
        return redis.sha1hex('a')
        return redis.sha1hex(1)
        return redis.sha1hex({})
        return redis.sha1hex(true)
        return redis.sha1hex(nil)
        return redis.sha1hex('a','b')
        return redis.log()
        return redis.log('a','x')
        return redis.log(9,'x')
        return redis.log(redis.LOG_DEBUG,'x')
        return redis.setresp(4)
        return redis.setresp('x')
        return redis.setresp({})
        redis.setresp('3') return true
        redis.setresp(2.5) return true
        return redis.setresp()
        return redis.set_repl(99)
        return redis.set_repl()
        return redis.set_repl(redis.REPL_ALL)
        return redis.set_repl(-1)
        return redis.set_repl(4)
        return redis.set_repl(1.5)
        return redis.set_repl('2')
        return redis.set_repl('x')
        return redis.acl_check_cmd('set','a')
        return redis.acl_check_cmd('nope','a')
        return redis.acl_check_cmd()
        return redis.breakpoint()
        return redis.debug('x')
        return redis.replicate_commands()
        return redis.REDIS_VERSION
        return redis.REDIS_VERSION_NUM
        return redis.LOG_DEBUG..redis.LOG_VERBOSE..redis.LOG_NOTICE..redis.LOG_WARNING
        return redis.REPL_ALL..redis.REPL_AOF..redis.REPL_REPLICA..redis.REPL_SLAVE..redis.REPL_NONE
        """);

    [Fact]
    public Task Compiled_code_is_not_loaded() => CompareScriptsAsync("""
        local f, e = loadstring(string.dump(function() end)) return {tostring(f), e}
        local f, e = loadstring('\27Lua') return {tostring(f), e}
        local f, e = loadstring('\27Lua', '=x') return e
        local n = 0 local f, e = load(function() n = n + 1 return n == 1 and '\27Lua' or nil end) return e
        return string.dump(redis.call)
        """);

    [Fact]
    public Task Sets_are_sorted_for_scripts_even_when_their_order_would_do() => CompareScriptsAsync("""
        redis.call('sadd','s','c','a','b','x10','x9') return redis.call('sort','s','by','nosort')
        return redis.call('sort','s','by','nosort','get','#','desc')
        return redis.call('sort','s','by','nosort','limit',1,2)
        redis.call('rpush','l','c','a','b') return redis.call('sort','l','by','nosort')
        redis.call('sadd','n',10,9,100) return redis.call('sort_ro','n','by','nosort')
        """);

    [Fact]
    public Task There_is_no_debugging_session_to_end() => CompareAsync("""
        SCRIPT DEBUG NO
        SCRIPT DEBUG no
        SCRIPT DEBUG maybe
        SCRIPT DEBUG
        """);

    [Fact]
    public Task Globals_are_protected() => CompareScriptsAsync("""
        return foo
        foo=1
        KEYS=1
        math.x=1
        redis.call=1
        getmetatable('').x=1
        rawset(_G,'x',1)
        setmetatable(_G,nil)
        return getmetatable(_G) and 1 or 2
        return os.clock()
        return print
        return KEYS.x
        KEYS[1]='mine' return KEYS[1]
        return KEYS[1]
        """);

    [Fact]
    public Task Names_come_in_the_order_of_Redis() => CompareScriptsAsync("""
        local t={} for n in pairs(_G) do t[#t+1]=n end return t
        local t={} for n in pairs(redis) do t[#t+1]=n end return t
        local t={} for n in pairs(string) do t[#t+1]=n end return t
        local t={} for n in pairs(table) do t[#t+1]=n end return t
        local t={} for n in pairs(math) do t[#t+1]=n end return t
        local t={} for n in pairs(coroutine) do t[#t+1]=n end return t
        local t={} for n in pairs(bit) do t[#t+1]=n end return t
        local t={} for n in pairs(cjson) do t[#t+1]=n end return t
        local t={} for n in pairs(cmsgpack) do t[#t+1]=n end return t
        local t={} for n in pairs(struct) do t[#t+1]=n end return t
        """);

    [Fact]
    public Task Globals_are_those_of_Redis_and_no_others() => CompareScriptsAsync("""
        local r={} for k,v in pairs(_G) do r[#r+1]=k..':'..type(v) end table.sort(r) return r
        local r={} for k,v in pairs(redis) do r[#r+1]=k..':'..type(v) end table.sort(r) return r
        local r={} for k,v in pairs(string) do r[#r+1]=k..':'..type(v) end table.sort(r) return r
        local r={} for k,v in pairs(math) do r[#r+1]=k..':'..type(v) end table.sort(r) return r
        local r={} for k,v in pairs(table) do r[#r+1]=k..':'..type(v) end table.sort(r) return r
        local r={} for k,v in pairs(coroutine) do r[#r+1]=k..':'..type(v) end table.sort(r) return r
        local r={} for k,v in pairs(cjson) do r[#r+1]=k..':'..type(v) end table.sort(r) return r
        local r={} for k,v in pairs(cmsgpack) do r[#r+1]=k..':'..type(v) end table.sort(r) return r
        local r={} for k,v in pairs(struct) do r[#r+1]=k..':'..type(v) end table.sort(r) return r
        local r={} for k,v in pairs(bit) do r[#r+1]=k..':'..type(v) end table.sort(r) return r
        """);

    [Fact]
    public Task Random_numbers_come_from_one_sequence() => CompareScriptsAsync("""
        math.randomseed(7) return tostring(math.random())
        return tostring(math.random())
        return {math.random(10), math.random(5, 50), math.random(1000000)}
        """);

    [Fact]
    public Task Keys_and_arguments_are_passed() => CompareAsync("""
        EVAL "return {KEYS[1], KEYS[2], ARGV[1], #KEYS, #ARGV}" 2 a b c
        EVAL "return #ARGV" 0 a b c
        EVAL "return 1"
        EVAL "return 1" -1
        EVAL "return 1" x
        EVAL "return 1" 1
        EVAL "return 1" 9223372036854775808
        COMMAND GETKEYS EVAL "return 1" 2 a b c
        """);

    [Fact]
    public Task Scripts_are_kept_by_their_hash() => CompareAsync("""
        SCRIPT FLUSH
        EVALSHA abc 0
        EVALSHA abc x
        EVALSHA e0e1f9fabfc9d4800c877a703b823ac0578ff8db 0
        SCRIPT EXISTS e0e1f9fabfc9d4800c877a703b823ac0578ff8db
        SCRIPT LOAD "return 1"
        SCRIPT EXISTS abc e0e1f9fabfc9d4800c877a703b823ac0578ff8db E0E1F9FABFC9D4800C877A703B823AC0578FF8DB
        EVALSHA e0e1f9fabfc9d4800c877a703b823ac0578ff8db 0
        EVALSHA E0E1F9FABFC9D4800C877A703B823AC0578FF8DB 0
        EVALSHA_RO e0e1f9fabfc9d4800c877a703b823ac0578ff8db 0
        SCRIPT LOAD "x y"
        SCRIPT FLUSH foo
        SCRIPT FLUSH ASYNC foo
        SCRIPT FLUSH ASYNC
        EVALSHA e0e1f9fabfc9d4800c877a703b823ac0578ff8db 0
        EVAL "return 2" 0
        SCRIPT EXISTS 7f923f79fe76194c868d7e1d0820de36700eb649
        SCRIPT FLUSH
        SCRIPT EXISTS 7f923f79fe76194c868d7e1d0820de36700eb649
        SCRIPT KILL
        SCRIPT DEBUG foo
        SCRIPT DEBUG NO
        SCRIPT HELP
        SCRIPT nope
        """);

    [Fact]
    public Task Read_only_scripts_write_nothing() => CompareAsync("""
        EVAL_RO "return redis.call('set','a',1)" 0
        EVAL_RO "return redis.call('get','a')" 0
        EVAL_RO "return redis.call('publish','c','m')" 0
        EVAL "#!lua flags=no-writes\nreturn redis.call('set','a',1)" 0
        EVAL "#!lua flags=no-writes\nreturn redis.call('get','a')" 0
        EVAL_RO "#!lua flags=no-writes\nreturn redis.call('get','a')" 0
        EVAL_RO "#!lua\nreturn 1" 0
        EXISTS a
        """);

    [Fact]
    public Task The_first_line_may_say_what_the_script_does() => CompareAsync("""
        EVAL "#!lua\nreturn 1" 0
        EVAL "#!lua" 0
        EVAL "#!foo\nreturn 1" 0
        EVAL "#!lua flags=foo\nreturn 1" 0
        EVAL "#!lua flags=\nreturn 1" 0
        EVAL "#!lua name=foo\nreturn 1" 0
        EVAL "#!lua bar\nreturn 1" 0
        EVAL "#!lua flags=allow-oom,no-cluster,allow-stale,allow-cross-slot-keys\nreturn 1" 0
        EVAL "#!lua\n\nreturn x.y" 0
        EVAL "#!lua flags=no-writes\r\nreturn redis.call('set','a','b')" 0
        EVAL "#!lua\t'flags=no-writes'\nreturn redis.call('set','a','b')" 0
        EVAL "#!lua flags=no-writes\x0b\nreturn 1" 0
        EVAL "#!lua flags=no-writes \"\nreturn 1" 0
        EVAL "#!lua \"flags=\"no-writes\nreturn 1" 0
        EVAL "#!lua flags=no-writes,\nreturn 1" 0
        EVAL "#!lua flags=foo,,bar\nreturn 1" 0
        EVAL "#!lua \0\nreturn 1" 0
        EVAL "#!lua \x00\nreturn 1" 0
        SCRIPT LOAD "#!foo\nreturn 1"
        """);

    [Fact]
    public Task Scripts_run_in_transactions_and_in_any_database() => CompareAsync("""
        MULTI
        EVAL "redis.call('set','a',1) return redis.call('incr','a')" 0
        EVAL "return redis.call('nope')" 0
        GET a
        EXEC
        SELECT 3
        EVAL "redis.call('set','b',1) redis.call('select',4) redis.call('set','c',1) return 1" 0
        EXISTS b c
        SELECT 4
        EXISTS b c
        """);

    [Fact]
    public Task Errors_inside_scripts_are_counted_once() => CompareAsync("""
        SET s v
        CONFIG RESETSTAT
        EVAL "return redis.call('incr','s')" 0
        EVAL "return redis.pcall('incr','s')" 0
        EVAL "redis.pcall('incr','s') return 1" 0
        EVAL "return {err='MINE x'}" 0
        EVAL "return redis.call('nope')" 0
        INFO errorstats
        """);

    /// <summary>Runs each line as a script without keys.</summary>
    private Task CompareScriptsAsync(string scripts) =>
        CompareAsync(string.Join('\n', scripts.Split('\n').Select(line => $"EVAL {Quote(line.Trim())} 0")));

    private static string Quote(string script)
    {
        var quoted = new StringBuilder("\"");
        foreach (char c in script)
            quoted.Append(c is '"' or '\\' ? $"\\{c}" : c);
        return quoted.Append('"').ToString();
    }
}
