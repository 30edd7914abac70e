using System.Net;
using Redis.Fixtures.Differential;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Replication;

/// <summary>Commands about other servers and modules, sent to a server that has neither.</summary>
public sealed class StandAloneServerTests(ReferenceRedis reference) : CommandTests(reference)
{
    [Fact]
    public Task Failover_has_nobody_to_hand_over_to() => CompareAsync("""
        FAILOVER
        failover abort
        FAILOVER ABORT x
        FAILOVER ABORT TIMEOUT 5
        FAILOVER TO 127.0.0.1 1
        FAILOVER TO 127.0.0.1 1 FORCE
        FAILOVER TO 127.0.0.1
        FAILOVER TO host x
        FAILOVER TO a 1 TO b 2
        FAILOVER FORCE
        FAILOVER FORCE FORCE
        FAILOVER TIMEOUT 100
        FAILOVER TIMEOUT 100 TIMEOUT 100
        FAILOVER TIMEOUT x
        FAILOVER TIMEOUT 0
        FAILOVER TIMEOUT -1
        FAILOVER TIMEOUT
        FAILOVER TO 127.0.0.1 1 TIMEOUT 100 FORCE
        FAILOVER nope
        EVAL "return redis.call('FAILOVER')" 0
        """);

    [Fact]
    public Task Who_wants_every_write_to_have_a_replica_has_writes_refused() => CompareAsync("""
        SET k v
        CONFIG SET min-replicas-to-write 1
        SET k w
        DEL k
        FLUSHALL
        GET k
        PING
        PUBLISH channel message
        MULTI
        SET k w
        EXEC
        MULTI
        PUBLISH channel message
        EXEC
        EVAL "return 1" 0
        EVAL "return redis.call('SET', KEYS[1], 'w')" 1 k
        EVAL "return redis.pcall('SET', KEYS[1], 'w').err" 1 k
        EVAL "#!lua\nreturn 1" 0
        EVAL "#!lua flags=no-writes\nreturn 1" 0
        FUNCTION FLUSH
        CONFIG SET min-slaves-max-lag 0
        SET k w
        CONFIG SET min-slaves-max-lag 10 min-slaves-to-write 0
        SET k x
        CONFIG GET min-replicas-*
        """);

    [Fact]
    public Task Server_that_follows_nobody_may_be_told_so() => CompareAsync("""
        REPLICAOF NO ONE
        replicaof no one
        SLAVEOF no one
        SLAVEOF NO ONE x
        REPLICAOF
        REPLICAOF host
        REPLICAOF host abc
        REPLICAOF host -1
        REPLICAOF host 65536
        ROLE
        ROLE x
        MULTI
        REPLICAOF NO ONE
        EXEC
        EVAL "return redis.call('REPLICAOF', 'NO', 'ONE')" 0
        """);

    [Fact]
    public async Task Server_that_is_to_follow_another_one_says_that_it_cannot()
    {
        await using RespClient client = await EngineTarget.ConnectAsync(Cancellation);
        Assert.StartsWith(
            "ERR this engine cannot be a replica",
            (await client.CallAsync("REPLICAOF", "127.0.0.1", "6379")).Text,
            StringComparison.Ordinal);
        Assert.Equal("master", (await client.CallAsync("ROLE"))[0].Text);
    }

    [Fact]
    public Task Nothing_is_waited_for_where_no_replica_is_asked_for() => CompareAsync("""
        SET k v
        WAIT 0 0
        WAIT 0 100000
        WAIT -1 0
        WAIT 1 1
        WAIT 100 20
        WAIT x 10
        WAIT 1 x
        WAIT x y
        WAIT 1 -1
        WAIT 0 -1
        WAIT 1 9223372036854775808
        WAIT 1
        WAIT
        MULTI
        WAIT 1 0
        EXEC
        EVAL "return redis.call('WAIT', 0, 0)" 0
        """);

    [Fact]
    public Task Client_that_waits_for_replicas_can_be_unblocked() => CompareAsync("""
        $id= CLIENT ID
        >0 WAIT 1 0
        @2 !blocked 1
        @2 CLIENT UNBLOCK $id
        !read
        >0 WAIT 1 100000
        @2 !blocked 1
        @2 CLIENT UNBLOCK $id ERROR
        !read
        >0 WAIT 1 0
        @2 !blocked 1
        !close
        @2 !blocked 0
        @2 WAIT 0 0
        """);

    [Fact]
    public Task Cluster_support_is_disabled() => CompareAsync("""
        CLUSTER INFO
        CLUSTER NODES
        CLUSTER SLOTS
        CLUSTER SHARDS
        CLUSTER MYID
        CLUSTER LINKS
        CLUSTER KEYSLOT key
        CLUSTER KEYSLOT
        CLUSTER COUNTKEYSINSLOT 1
        CLUSTER GETKEYSINSLOT 1 1
        CLUSTER ADDSLOTS 1
        CLUSTER ADDSLOTSRANGE 1 2
        CLUSTER DELSLOTS 1
        CLUSTER DELSLOTSRANGE 1 2
        CLUSTER FLUSHSLOTS
        CLUSTER BUMPEPOCH
        CLUSTER SET-CONFIG-EPOCH 1
        CLUSTER COUNT-FAILURE-REPORTS x
        CLUSTER FAILOVER
        CLUSTER FORGET x
        CLUSTER MEET 127.0.0.1 1
        CLUSTER REPLICAS x
        CLUSTER SLAVES x
        CLUSTER REPLICATE x
        CLUSTER RESET
        CLUSTER SAVECONFIG
        CLUSTER SETSLOT 1 STABLE
        CLUSTER HELP
        CLUSTER NOPE
        CLUSTER
        READONLY
        READONLY x
        READWRITE
        ASKING
        MULTI
        CLUSTER INFO
        READONLY
        EXEC
        EVAL "return redis.call('CLUSTER', 'INFO')" 0
        EVAL "return redis.call('ASKING')" 0
        INFO cluster
        """);

    [Fact]
    public Task No_module_is_loaded_and_none_may_be() => CompareAsync("""
        MODULE LIST
        MODULE LIST x
        MODULE LOAD /nowhere.so
        MODULE LOAD
        MODULE LOADEX /nowhere.so CONFIG a b ARGS c
        MODULE UNLOAD nothing
        MODULE HELP
        MODULE NOPE
        MODULE
        EVAL "return redis.call('MODULE', 'LIST')" 0
        """);

    [Fact]
    public async Task Module_that_may_be_loaded_cannot_be()
    {
        await using RedisServerProcess redis =
            await RedisServerProcess.StartAsync(["enable-module-command yes"], Cancellation);
        EngineOptions options = EngineOptions.Parse(["--enable-module-command", "yes", "--save", ""]);
        options.Port = 0;
        await using EngineServer engine = await EngineServer.StartAsync(options);
        var target = new RespTarget("engine", new IPEndPoint(IPAddress.Loopback, engine.Port));
        await new ServerComparison(redis.Target, target).RunAsync(
            """
            MODULE LOAD /nowhere.so
            MODULE LOAD /nowhere.so with arguments
            MODULE LOADEX /nowhere.so
            MODULE UNLOAD nothing
            MODULE LIST
            """,
            Cancellation);
    }

    [Fact]
    public Task Connection_is_made_new_by_reset() => CompareAsync("""
        CLIENT SETNAME me
        SELECT 3
        MULTI
        SET k v
        RESET
        EXEC
        CLIENT GETNAME
        DBSIZE
        @2 WATCH k
        @2 SUBSCRIBE c
        @2 >1 RESET
        @2 PING
        @2 GET k
        PUBLISH c hello
        @2 CLIENT LIST TYPE pubsub
        RESET x
        """);
}
