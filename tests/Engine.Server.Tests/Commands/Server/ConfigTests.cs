using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Server;

public sealed class ConfigTests(ReferenceRedis reference) : CommandTests(reference)
{
    [Fact]
    public Task Sizes_without_digits_are_none_and_those_beyond_64_bits_are_out_of_bounds() => CompareAsync("""
        CONFIG SET hash-max-listpack-value kb
        CONFIG GET hash-max-listpack-value
        CONFIG SET hash-max-listpack-value 99999999999999999999
        CONFIG SET hash-max-listpack-value 9223372036854775807kb
        CONFIG SET client-query-buffer-limit 99999999999999999999
        CONFIG SET auto-aof-rewrite-min-size ""
        CONFIG GET auto-aof-rewrite-min-size
        CONFIG SET client-output-buffer-limit "normal 99999999999999999999x 0 0"
        CONFIG SET active-defrag-ignore-bytes 0
        CONFIG SET repl-backlog-size 0
        CONFIG SET slowlog-max-len 2147483648
        CONFIG GET slowlog-max-len
        """);

    [Fact]
    public async Task Every_directive_of_redis_has_its_name_and_none_other_has_one()
    {
        await using RespClient redis = await Reference.ConnectAsync(Cancellation);
        await using RespClient engine = await EngineTarget.ConnectAsync(Cancellation);
        Assert.Equal(await NamesAsync(redis), await NamesAsync(engine));

        static async Task<IEnumerable<string>> NamesAsync(RespClient client) =>
            (await client.CallAsync("CONFIG", "GET", "*")).Items.Chunk(2)
                .Select(pair => pair[0].Text).Order(StringComparer.Ordinal);
    }

    [Fact]
    public Task Parameters_are_found_by_patterns_and_aliases() => CompareAsync("""
        CONFIG GET *max-intset* *MAX-intset* timeout
        CONFIG GET nosuch
        CONFIG GET slave-priority replica-priority
        CONFIG SET slave-priority 10
        CONFIG GET replica-priority
        CONFIG SET REPLICA-PRIORITY 100
        CONFIG GET slave-priority
        CONFIG GET hash-max-*
        CONFIG GET
        """);

    [Fact]
    public Task Secrets_are_kept_out_of_logs() => CompareAsync("""
        CONFIG SET slowlog-log-slower-than 0
        CONFIG SET masterauth a masteruser b timeout 0
        CONFIG SET masterauth a nosuch x
        CONFIG SET MASTERUSER c timeout abc
        CONFIG SET masterauth a masterauth b
        CONFIG SET masterauth
        CONFIG SET requirepass p
        CONFIG SET requirepass ""
        SLOWLOG GET 10
        CONFIG SET slowlog-log-slower-than 10000
        SLOWLOG RESET
        """);

    [Fact]
    public async Task Passwords_of_key_files_are_kept_out_of_logs_as_well()
    {
        await using RespClient engine = await EngineTarget.ConnectAsync(Cancellation);
        await engine.CallAsync("CONFIG", "SET", "slowlog-log-slower-than", "0");
        await engine.CallAsync("CONFIG", "SET", "tls-key-file-pass", "secret", "tls-client-key-file-pass", "secret");
        Assert.DoesNotContain(
            "secret", (await engine.CallAsync("SLOWLOG", "GET")).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public Task Several_parameters_change_together_or_not_at_all() => CompareAsync("""
        CONFIG SET maxmemory 1gb timeout 5 nosuch 4
        CONFIG SET maxmemory 1gb timeout abc
        CONFIG GET maxmemory
        CONFIG SET timeout 1 TIMEOUT 2
        CONFIG SET timeout 1 databases 2
        CONFIG GET timeout
        CONFIG SET slave-priority 10 hz 20
        CONFIG GET hz
        CONFIG SET hz 10 slave-priority 100
        CONFIG SET a
        CONFIG SET a b c
        CONFIG SET
        """);

    [Fact]
    public Task Numbers_and_sizes_are_checked() => CompareAsync("""
        CONFIG SET timeout -1
        CONFIG SET timeout ""
        CONFIG SET timeout 1.5
        CONFIG SET maxclients 0
        CONFIG SET maxmemory 10kbx
        CONFIG SET maxmemory -1
        CONFIG SET maxmemory 10%
        CONFIG SET maxmemory 1.5gb
        CONFIG SET maxmemory 1MB
        CONFIG GET maxmemory
        CONFIG SET maxmemory 1k
        CONFIG GET maxmemory
        CONFIG SET maxmemory 2Kb
        CONFIG GET maxmemory
        CONFIG SET maxmemory 3g
        CONFIG GET maxmemory
        CONFIG SET maxmemory 7b
        CONFIG GET maxmemory
        CONFIG SET maxmemory 0
        CONFIG SET hz 1000
        CONFIG GET hz
        CONFIG SET hz 0
        CONFIG GET hz
        CONFIG SET hz 10
        CONFIG SET slowlog-log-slower-than -2
        CONFIG SET set-max-intset-entries 18446744073709551616
        CONFIG SET active-expire-effort 11
        CONFIG SET repl-backlog-size 1
        CONFIG GET repl-backlog-size
        CONFIG SET repl-backlog-size 1mb
        """);

    [Fact]
    public Task Words_are_checked() => CompareAsync("""
        CONFIG SET appendonly maybe
        CONFIG SET lazyfree-lazy-user-del YES
        CONFIG GET lazyfree-lazy-user-del
        CONFIG SET lazyfree-lazy-user-del no
        CONFIG SET appendfsync nope
        CONFIG SET maxmemory-policy nope
        CONFIG SET loglevel foo
        CONFIG SET acl-pubsub-default x
        CONFIG SET client-output-buffer-limit "x 1 2 3"
        CONFIG SET client-output-buffer-limit "normal 1 2"
        CONFIG SET client-output-buffer-limit "normal 1 2 x"
        CONFIG SET client-output-buffer-limit "pubsub 64mb 16mb 90"
        CONFIG GET client-output-buffer-limit
        CONFIG SET client-output-buffer-limit "pubsub 32mb 8mb 60"
        CONFIG SET proc-title-template "{x}"
        CONFIG SET proc-title-template "{title"
        CONFIG SET proc-title-template "{title} {port}"
        CONFIG GET proc-title-template
        CONFIG SET proc-title-template "{title} {listen-addr} {server-mode}"
        CONFIG SET shutdown-on-sigint "nosave force"
        CONFIG GET shutdown-on-sigint
        CONFIG SET shutdown-on-sigint "save nosave"
        CONFIG SET shutdown-on-sigint nope
        CONFIG SET shutdown-on-sigint default
        CONFIG GET shutdown-on-sigint
        """);

    [Fact]
    public Task Texts_with_a_form_are_checked() => CompareAsync($"""
        CONFIG SET save "900 1 x"
        CONFIG SET save 900
        CONFIG SET save "0 1"
        CONFIG SET save "1 -1"
        CONFIG SET save "a b"
        CONFIG SET save " 900  1"
        CONFIG SET save "100000 1 200000 0"
        CONFIG GET save
        CONFIG SET save ""
        CONFIG GET save
        CONFIG SET notify-keyspace-events KEAq
        CONFIG SET notify-keyspace-events Kgxt
        CONFIG GET notify-keyspace-events
        CONFIG SET notify-keyspace-events mnEd
        CONFIG GET notify-keyspace-events
        CONFIG SET notify-keyspace-events d$lshzxetgKmn
        CONFIG GET notify-keyspace-events
        CONFIG SET notify-keyspace-events ""
        CONFIG SET latency-tracking-info-percentiles "50 101"
        CONFIG SET latency-tracking-info-percentiles -1
        CONFIG SET latency-tracking-info-percentiles a
        CONFIG SET latency-tracking-info-percentiles "50 99.12345678 0.0 1e1"
        CONFIG GET latency-tracking-info-percentiles
        CONFIG SET latency-tracking-info-percentiles ""
        CONFIG GET latency-tracking-info-percentiles
        CONFIG SET latency-tracking-info-percentiles "50 99 99.9"
        CONFIG SET oom-score-adj-values "1 2"
        CONFIG SET oom-score-adj-values "1 2 x"
        CONFIG SET oom-score-adj-values "-2001 2 3"
        CONFIG SET oom-score-adj-values "300 200 100"
        CONFIG GET oom-score-adj-values
        CONFIG SET oom-score-adj-values "0 200 800"
        CONFIG SET cluster-announce-hostname a_b
        CONFIG SET cluster-announce-hostname {new string('a', 256)}
        CONFIG SET cluster-announce-hostname my-host.example.com
        CONFIG GET cluster-announce-hostname
        CONFIG SET cluster-announce-hostname ""
        """);

    [Fact]
    public Task What_is_fixed_at_start_cannot_be_set() => CompareAsync("""
        CONFIG SET databases 4
        CONFIG SET enable-debug-command yes
        CONFIG SET appendfilename x
        CONFIG SET unixsocket /x
        CONFIG SET dir /nosuch
        CONFIG SET dbfilename a/b
        """);

    [Fact]
    public Task Other_subcommands_are_answered() => CompareAsync("""
        CONFIG RESETSTAT
        CONFIG RESETSTAT x
        CONFIG NOPE
        CONFIG
        CONFIG HELP
        CONFIG HELP x
        """);

    [Fact]
    public async Task Rewrite_needs_a_file()
    {
        await using RespClient client = await EngineTarget.ConnectAsync(Cancellation);
        Assert.Equal(
            "ERR The server is running without a config file", (await client.CallAsync("CONFIG", "REWRITE")).Text);
    }

    [Fact]
    public async Task Rewrite_keeps_comments_and_writes_what_changed()
    {
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(
                file, "# mine\nport 0\n\ntimeout 5\ntimeout 6\n# last\nsave \"\"\n", Cancellation);
            await using EngineServer engine = await EngineServer.StartAsync(EngineOptions.Parse([file]));
            await using var client = new RespClient(engine.Connect());
            RespValue reply = await client.CallAsync(
                "CONFIG", "SET", "timeout", "100", "maxmemory", "5mb", "requirepass", "a \"b\"");
            Assert.Equal("OK", reply.Text);
            Assert.Equal("OK", (await client.CallAsync("CONFIG", "REWRITE")).Text);
            string[] lines = await File.ReadAllLinesAsync(file, Cancellation);
            Assert.Equal(
                ["# mine", "port 0", "", "timeout 100", "# last", "save \"\"", "# Generated by CONFIG REWRITE"],
                lines[..7]);
            Assert.Contains("maxmemory 5242880", lines);
            Assert.Contains("requirepass \"a \\\"b\\\"\"", lines);

            await using EngineServer again = await EngineServer.StartAsync(EngineOptions.Parse([file]));
            Assert.Equal("a \"b\"", again.State.Options.RequirePassword);
            Assert.Equal(100, again.State.Options.IdleTimeout);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
