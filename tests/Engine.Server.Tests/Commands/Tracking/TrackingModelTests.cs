using Engine.Server.Keyspace;
using Redis.Fixtures;
using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Commands.Tracking;

/// <summary>
/// Clients that keep copies, in all modes of tracking, read and write at random while time passes: none may hold
/// anything but what the engine holds, once it has taken its messages.
/// </summary>
public sealed class TrackingModelTests : EngineTests
{
    private const int Keys = 12;

    private static readonly string[] s_modes =
    [
        "", "NOLOOP", "OPTIN", "OPTOUT NOLOOP", "BCAST", "BCAST NOLOOP", "BCAST PREFIX a:", "REDIRECT",
        "REDIRECT BCAST",
    ];

    [Theory, Trait("Category", "Soak")]
    [InlineData(1)]
    [InlineData(2)]
    public async Task No_client_holds_what_is_no_longer_so(int seed)
    {
        int rounds = Soak.Iterations(usual: 1, soak: 200);
        for (int round = 0; round < rounds; round++)
            Assert.Null(await FindStaleAsync(seed + 100 * round, steps: 500, () => Task.CompletedTask));
    }

    /// <summary>The model must be able to fail: here every fortieth change is told to nobody.</summary>
    [Fact]
    public async Task A_change_that_is_not_told_is_found()
    {
        int changes = 0;
        string? stale = await FindStaleAsync(seed: 3, steps: 3000, () => Engine.RunAsync(() =>
        {
            if (State.Keyspace.Tracker is { } tracker and not ForgetfulTracker)
                State.Keyspace.Tracker = new ForgetfulTracker(tracker, () => ++changes % 40 == 0);
        }));
        Assert.NotNull(stale);
    }

    /// <summary>Runs a history. Returns what was wrong at its end; null when nothing was.</summary>
    private async Task<string?> FindStaleAsync(int seed, int steps, Func<Task> beforeStep)
    {
        var random = new Random(seed);
        var clients = new List<CachingClient>();
        string? stale = null;
        foreach (string mode in s_modes)
            clients.Add(await CachingClient.StartAsync(Connect, mode));
        for (int step = 0; step < steps && stale is null; step++)
        {
            await beforeStep();
            int index = random.Next(clients.Count);
            string done = await StepAsync(random, clients, index);
            stale = await FindStaleAsync(clients);
            if (stale is not null)
                stale = $"seed {seed}, step {step}, {clients[index].Options}: {done}\n{stale}";
        }

        foreach (CachingClient client in clients)
            await client.DisposeAsync();
        return stale;
    }

    private async Task<string> StepAsync(Random random, List<CachingClient> clients, int index)
    {
        CachingClient client = clients[index];
        string key = Key(random);
        int choice = random.Next(100);
        if (choice < 50)
        {
            await client.ReadAsync(key, isChosen: random.Next(2) == 0);
            return $"GET {key}";
        }

        if (choice < 55)
        {
            await PassAsync(TimeSpan.FromMilliseconds(random.Next(1, 400)));
            return "time";
        }

        if (choice < 57)
            return await CallAsync($"CONFIG SET tracking-table-max-keys {random.Next(0, 20)}");
        if (choice < 58)
        {
            await client.DisposeAsync();
            clients[index] = await CachingClient.StartAsync(Connect, client.Options);
            return "reconnect";
        }

        return await ChangeAsync(random, client, key);
    }

    private static async Task<string> ChangeAsync(Random random, CachingClient client, string key)
    {
        const string Script =
            "redis.call('GET',KEYS[1]) redis.call('SET',KEYS[1],ARGV[1]) return redis.call('DEL',KEYS[2])";
        string other = Key(random);
        string value = $"{random.Next(1000)}";
        int soon = random.Next(-1, 300);
        string[][] commands = random.Next(18) switch
        {
            0 => [["DEL", key, other]],
            1 => [["INCR", key]],
            2 => [["APPEND", key, "1"]],
            3 => [["SET", key, value, "PX", $"{soon + 2}"]],
            4 => [["PEXPIRE", key, $"{soon}"]],
            5 => [["RENAME", key, other]],
            6 => [["COPY", key, other, "REPLACE"]],
            7 => [["MSET", key, value, other, value]],
            8 => [["GETDEL", key]],
            9 => [["MOVE", key, "1"]],
            10 => [["FLUSHALL"]],
            11 => [["FLUSHDB"]],
            12 => [["GETEX", key, "PX", $"{soon + 2}"]],
            13 => [["EVAL", Script, "2", key, other, value]],
            14 or 15 => [["MULTI"], ["GET", key], ["SET", key, value], ["GET", other], ["DEL", other], ["EXEC"]],
            _ => [["SET", key, value]],
        };
        foreach (string[] command in commands)
            await client.ChangeAsync(command, [key, other]);
        return string.Join("; ", commands.Select(command => string.Join(' ', command)));
    }

    /// <summary>Compares what clients hold with what is there; null when all of it is true.</summary>
    private async Task<string?> FindStaleAsync(List<CachingClient> clients)
    {
        var values = new Dictionary<string, string?>();
        for (int i = 0; i < Keys; i++)
        {
            RespValue value = await Client.CallAsync("GET", Name(i));
            values[Name(i)] = value.IsNull ? null : value.Text;
        }

        foreach (CachingClient client in clients)
        {
            await client.SettleAsync();
            foreach ((string key, string? held) in client.Held)
            {
                if (held != values[key])
                    return $"{client.Options} holds {key} = {held ?? "nothing"}, but it is {values[key] ?? "nothing"}";
            }
        }

        return null;
    }

    private static string Key(Random random) => Name(random.Next(Keys));

    private static string Name(int index) => $"{(index % 2 == 0 ? "a:" : "b:")}{index}";

    /// <summary>Passes on what it is told but for some changes.</summary>
    private sealed class ForgetfulTracker(IKeyTracker tracker, Func<bool> forgets) : IKeyTracker
    {
        public void Changed(ReadOnlySpan<byte> key)
        {
            if (!forgets())
                tracker.Changed(key);
        }

        public void Removed(ReadOnlySpan<byte> key) => tracker.Removed(key);

        public void AllRemoved() => tracker.AllRemoved();
    }
}
