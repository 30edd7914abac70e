"""redis-py, as Debian packages it (python3-redis): its clients, pipelines, locks, scripts and subscribers."""

import json
import sys
import threading

import redis


def check(name, actual, expected):
    """Fails unless the two are equal; prints what they are: the lines of a run are its transcript."""
    assert actual == expected, f"{name}: {actual!r} is not {expected!r}"
    print(f"{name}: {json.dumps(actual, default=str)}")


def check_refused(name, kind, text, command, *arguments, **options):
    """Fails unless a command is refused with this kind of error, whose text has these words."""
    try:
        command(*arguments, **options)
    except kind as error:
        assert text in str(error), f"{name}: {error}"
        print(f"{name}: {error}")
    else:
        raise AssertionError(f"{name}: was not refused")


def strings(r):
    check("SET", r.set("k", "v", ex=100, nx=True), True)
    check("SET NX", r.set("k", "w", nx=True), None)
    check("SET GET", r.set("k", "w", get=True, keepttl=True), "v")
    check("TTL", 90 < r.ttl("k") <= 100, True)
    check("INCR", [r.incr("n"), r.incrby("n", 41), r.decr("n"), r.incrbyfloat("f", 1.5)], [1, 42, 41, 1.5])
    check("MSET", [r.mset({"a": 1, "b": 2}), r.mget("a", "b", "none")], [True, ["1", "2", None]])
    check("APPEND", [r.append("k", "ord"), r.getrange("k", 1, -1), r.setrange("k", 0, "W"), r.getdel("k")],
          [4, "ord", 4, "Word"])
    check("GETEX", [r.getex("a", px=100000), r.persist("a")], ["1", True])
    check("LCS", [r.mset({"left": "ohmytext", "right": "mynewtext"}), r.execute_command("LCS", "left", "right")],
          [True, "mytext"])
    check("SETBIT", [r.setbit("bits", 7, 1), r.getbit("bits", 7), r.bitcount("bits"), r.bitpos("bits", 1)],
          [0, 1, 1, 7])
    check("BITFIELD", r.bitfield("field").set("u8", "#1", 200).overflow("SAT").incrby("u8", "#1", 100).execute(),
          [0, 255])
    check("PFADD", [r.pfadd("hll", *range(100)), r.pfadd("hll2", "x"), r.pfmerge("both", "hll", "hll2")], [1, 1, True])
    check("PFCOUNT", [r.pfcount("hll2"), r.pfcount("both") == r.pfcount("hll", "hll2")], [1, True])
    check_refused("error", redis.ResponseError, "WRONGTYPE", r.lpush, "a", "x")
    check_refused("unknown", redis.ResponseError, "unknown command 'NOPE'", r.execute_command, "NOPE", "x")


def keys(r):
    check("EXPIRE", [r.expire("a", 100), r.expire("none", 1), r.pexpireat("b", 1), r.exists("a", "b")],
          [True, False, True, 1])
    check("COPY", [r.copy("a", "c"), r.rename("c", "d"), r.renamenx("d", "a"), r.type("d")],
          [True, True, False, "string"])
    check("OBJECT", r.object("encoding", "d"), "int")
    for i in range(250):
        r.set(f"scan:{i}", i)
    check("SCAN", len(set(r.scan_iter("scan:*", count=20))), 250)
    check("KEYS", len(r.keys("scan:1?")), 10)
    check("UNLINK", [r.unlink("d", "none"), r.touch("a"), r.dbsize() > 250], [1, 1, True])
    r.rpush("unsorted", 3, 1, 2)
    check("SORT", [r.sort("unsorted", desc=True), r.sort("unsorted", store="sorted")], [["3", "2", "1"], 3])
    check("MOVE", [r.move("sorted", 4), r.exists("sorted")], [True, 0])


def hashes(r):
    check("HSET", r.hset("h", mapping={"name": "ada", "born": 1815}), 2)
    check("HGETALL", r.hgetall("h"), {"name": "ada", "born": "1815"})
    check("HMGET", [r.hmget("h", "name", "none"), r.hincrby("h", "born"), r.hincrbyfloat("h", "born", 0.5)],
          [["ada", None], 1816, 1816.5])
    check("HKEYS", [sorted(r.hkeys("h")), r.hlen("h"), r.hdel("h", "born"), r.hexists("h", "born")],
          [["born", "name"], 2, 1, False])
    r.hset("large", mapping={f"f{i}": i for i in range(700)})
    check("HSCAN", len(dict(r.hscan_iter("large", count=100))), 700)
    check("HRANDFIELD", r.hrandfield("h", 2, withvalues=True), ["name", "ada"])


def lists(r):
    check("RPUSH", [r.rpush("l", "a", "b", "c"), r.lpush("l", "z"), r.lrange("l", 0, -1)],
          [3, 4, ["z", "a", "b", "c"]])
    check("LPOS", [r.lpos("l", "b"), r.linsert("l", "BEFORE", "a", "y"), r.lrem("l", 1, "y")], [2, 5, 1])
    check("LMOVE", [r.lmove("l", "other"), r.lpop("l", 2), r.blpop("other", 1)], ["z", ["a", "b"], ("other", "z")])
    check("BLPOP in vain", r.blpop("other", 0.01), None)
    popped = []
    waiting = threading.Thread(target=lambda: popped.append(r.brpop("later", 30)))
    waiting.start()
    while r.info("clients")["blocked_clients"] == 0:
        pass
    r.rpush("later", "x")
    waiting.join(30)
    check("BRPOP waits", popped, [("later", "x")])


def sets(r):
    check("SADD", [r.sadd("s", "a", "b", "c"), r.sadd("t", "b", "d"), sorted(r.smembers("s"))], [3, 2, ["a", "b", "c"]])
    check("SINTER", [sorted(r.sinter("s", "t")), sorted(r.sdiff("s", "t")), r.sunionstore("u", "s", "t")],
          [["b"], ["a", "c"], 4])
    check("SMISMEMBER", [r.smismember("s", "a", "d"), r.sismember("s", "a"), r.srem("s", "a")], [[1, 0], True, 1])
    check("SSCAN", sorted(r.sscan_iter("s")), ["b", "c"])


def sorted_sets(r):
    check("ZADD", [r.zadd("z", {"a": 1, "b": 2, "c": 3}), r.zadd("z", {"a": 5}, gt=True, ch=True)], [3, 1])
    check("ZRANGE", r.zrange("z", 0, -1, withscores=True), [("b", 2.0), ("c", 3.0), ("a", 5.0)])
    check("ZRANGEBYSCORE", [r.zrangebyscore("z", "(2", "+inf"), r.zrank("z", "a"), r.zincrby("z", 1.5, "b")],
          [["c", "a"], 2, 3.5])
    check("ZPOPMIN", [r.zpopmin("z"), r.zpopmax("z"), r.bzpopmin("z", 1)],
          [[("c", 3.0)], [("a", 5.0)], ("z", "b", 3.5)])
    r.zadd("first", {"a": 1, "b": 2})
    r.zadd("second", {"b": 3})
    check("ZUNION", r.zunion(["first", "second"], withscores=True), [("a", 1.0), ("b", 5.0)])
    check("ZSCAN", dict(r.zscan_iter("first")), {"a": 1.0, "b": 2.0})


def streams(r):
    check("XADD", [r.xadd("x", {"a": 1}, id="1-1"), r.xadd("x", {"a": 2}, id="2-0", maxlen=10)], ["1-1", "2-0"])
    check("XRANGE", r.xrange("x"), [("1-1", {"a": "1"}), ("2-0", {"a": "2"})])
    check("XREVRANGE", [id for id, _ in r.xrevrange("x", count=1)], ["2-0"])
    check("XGROUP", r.xgroup_create("x", "g", id="0"), True)
    check_refused("XGROUP again", redis.ResponseError, "BUSYGROUP", r.xgroup_create, "x", "g")
    check("XREADGROUP", r.xreadgroup("g", "me", {"x": ">"}, count=1), [["x", [("1-1", {"a": "1"})]]])
    check("XPENDING", r.xpending("x", "g"),
          {"pending": 1, "min": "1-1", "max": "1-1", "consumers": [{"name": "me", "pending": 1}]})
    check("XCLAIM", [r.xclaim("x", "g", "you", 0, ["1-1"]), r.xack("x", "g", "1-1")], [[("1-1", {"a": "1"})], 1])
    check("XINFO", [r.xinfo_stream("x")["length"], r.xinfo_groups("x")[0]["name"], len(r.xinfo_consumers("x", "g"))],
          [2, "g", 2])
    check("XREAD", [r.xread({"x": "1-1"}), r.xread({"x": "$"}, block=10)], [[["x", [("2-0", {"a": "2"})]]], []])
    check("XTRIM", [r.xtrim("x", maxlen=1, approximate=False), r.xlen("x")], [1, 1])


def places(r):
    check("GEOADD", r.geoadd("geo", (13.361389, 38.115556, "Palermo", 15.087269, 37.502669, "Catania")), 2)
    check("GEODIST", [r.geodist("geo", "Palermo", "Catania", unit="km"), r.geohash("geo", "Palermo")],
          [166.2742, ["sqc8b49rny0"]])
    check("GEOSEARCH", r.geosearch("geo", longitude=15, latitude=37, radius=200, unit="km", sort="ASC"),
          ["Catania", "Palermo"])


def transactions(r):
    with r.pipeline() as pipeline:
        check("MULTI", pipeline.set("m", 1).incr("m").lrange("l", 0, -1).execute(), [True, 2, ["c"]])
        pipeline.watch("m")
        r.incr("m")
        pipeline.multi()
        pipeline.incr("m")
        check_refused("WATCH", redis.WatchError, "Watched variable changed", pipeline.execute)
    check("transaction", r.transaction(lambda p: (p.multi(), p.incr("m")), "m"), [4])
    with r.pipeline(transaction=False) as pipeline:
        for _ in range(1000):
            pipeline.incr("many")
        replies = pipeline.execute()
    check("pipeline", [len(replies), replies[-1]], [1000, 1000])
    with r.pipeline(transaction=False) as pipeline:
        replies = pipeline.incr("h").incr("m").execute(raise_on_error=False)
    check("a command that fails", [str(replies[0]).split()[0], replies[1]],
          [str(replies[0]).split()[0], 5])
    with r.lock("locked", timeout=30) as lock:
        check("Lock", [lock.locked(), r.lock("locked", blocking=False).acquire(), lock.extend(10)], [True, False, True])
    check("Lock is released", r.exists("locked"), 0)


def scripts(r):
    add = r.register_script("return redis.call('INCRBY', KEYS[1], ARGV[1])")
    check("EVALSHA unknown", add(keys=["sum"], args=[5]), 5)
    r.script_flush()
    check("EVALSHA after SCRIPT FLUSH", add(keys=["sum"], args=[5]), 10)
    check("EVAL", r.eval("return {1, 'a', {KEYS[1]}, ARGV[1]}", 1, "k", "v"), [1, "a", ["k"], "v"])
    check_refused("EVAL fails", redis.ResponseError, "boom", r.eval, "error('boom')", 0)
    library = "#!lua name=py\nredis.register_function('twice', function(keys, args) return args[1] * 2 end)"
    check("FUNCTION", [r.execute_command("FUNCTION", "LOAD", library), r.execute_command("FCALL", "twice", 0, 21)],
          ["py", 42])
    check("FUNCTION DELETE", str(r.execute_command("FUNCTION", "DELETE", "py")), "OK")


def messages(r):
    listener = r.pubsub()
    listener.subscribe("c")
    listener.psubscribe("n*")
    kinds = [listener.get_message(timeout=30)["type"] for _ in range(2)]
    check("SUBSCRIBE", kinds, ["subscribe", "psubscribe"])
    check("PUBLISH", [r.publish("c", "one"), r.publish("news", "two")], [1, 1])
    heard = [listener.get_message(timeout=30) for _ in range(2)]
    check("messages", [[item["type"], item["channel"], item["data"]] for item in heard],
          [["message", "c", "one"], ["pmessage", "news", "two"]])
    check("PUBSUB", [r.pubsub_channels(), r.pubsub_numsub("c"), r.pubsub_numpat()], [["c"], [("c", 1)], 1])
    listener.ping("still there")
    check("PING", listener.get_message(timeout=30)["data"], "still there")
    listener.close()
    with r.monitor() as monitor:
        r.set("watched", "value")
        seen = next(line for line in monitor.listen() if "watched" in line["command"])
        check("MONITOR", seen["command"], "SET watched value")


def users(r):
    rights = {"keys": ["eve:*"], "commands": ["+get", "+ping"]}
    check("ACL SETUSER", r.acl_setuser("eve", enabled=True, passwords=["+pw"], **rights), True)
    eve = redis.Redis(port=PORT, username="eve", password="pw", decode_responses=True)
    check("GET own", eve.get("eve:k"), None)
    check_refused("GET other", redis.exceptions.NoPermissionError, "no permissions to access", eve.get, "k")
    check_refused("SET", redis.exceptions.NoPermissionError, "no permissions to run", eve.set, "eve:k", "v")
    wrong = redis.Redis(port=PORT, username="eve", password="no")
    check_refused("wrong password", redis.ResponseError, "invalid username-password pair", wrong.ping)
    check("ACL", [r.acl_whoami(), r.acl_users(), len(r.acl_genpass()), "get" in r.acl_cat("read")],
          ["default", ["default", "eve"], 64, True])
    check("ACL GETUSER", r.acl_getuser("eve")["enabled"], True)
    check("ACL DELUSER", r.acl_deluser("eve"), 1)


def connections(r):
    check("CLIENT SETNAME", [r.client_setname("me"), r.ping()], [True, True])
    check("CONFIG", [r.config_set("maxmemory-samples", 6), r.config_get("maxmemory-samples"),
                     r.config_set("maxmemory-samples", 5)], [True, {"maxmemory-samples": "6"}, True])
    information = r.info()
    check("INFO", [information["redis_version"], information["role"], information["cluster_enabled"]],
          ["7.0.15", "master", 0])
    check("COMMAND", r.command()["get"]["arity"], 2)
    check("TIME", len(r.time()), 2)
    check("SLOWLOG", [r.slowlog_reset(), r.slowlog_len()], [True, 0])
    check("LASTSAVE", r.lastsave() is not None, True)
    check("bytes", redis.Redis(port=PORT).get("watched"), b"value")
    check("FLUSHDB", [r.flushdb(), r.dbsize(), r.flushall(asynchronous=True)], [True, 0, True])


PORT = int(sys.argv[1])

if __name__ == "__main__":
    client = redis.Redis(port=PORT, decode_responses=True)
    client.flushall()
    for part in (strings, keys, hashes, lists, sets, sorted_sets, streams, places, transactions, scripts, messages,
                 users, connections):
        part(client)
    print("python-redis: done")
