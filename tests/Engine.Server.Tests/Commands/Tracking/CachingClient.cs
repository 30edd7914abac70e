using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Commands.Tracking;

/// <summary>A client that keeps what it reads until the engine tells it that it changed.</summary>
internal sealed class CachingClient : IAsyncDisposable
{
    private readonly RespClient _connection;

    /// <summary>Where the messages come, when they are redirected.</summary>
    private readonly RespClient? _subscriber;
    private readonly string _prefix;
    private readonly bool _isNoLoop;
    private readonly string _choice;

    private CachingClient(RespClient connection, RespClient? subscriber, string options)
    {
        _connection = connection;
        _subscriber = subscriber;
        string[] words = options.Split(' ');
        _prefix = words.Contains("PREFIX") ? words[^1] : "";
        _isNoLoop = words.Contains("NOLOOP");
        _choice = words.FirstOrDefault(word => word is "OPTIN" or "OPTOUT") ?? "";
        Options = options;
    }

    /// <summary>With what CLIENT TRACKING was switched on.</summary>
    public string Options { get; }

    /// <summary>What the client holds; null for keys that it knows to be absent.</summary>
    public Dictionary<string, string?> Held { get; } = [];

    /// <param name="connect">Opens a connection to the engine.</param>
    /// <param name="options">Of CLIENT TRACKING; <c>REDIRECT</c> is completed with the id of a subscriber.</param>
    public static async Task<CachingClient> StartAsync(Func<RespClient> connect, string options)
    {
        RespClient connection = connect();
        RespClient? subscriber = null;
        string request = $"CLIENT TRACKING ON {options}".TrimEnd();
        if (options.Contains("REDIRECT", StringComparison.Ordinal))
        {
            subscriber = connect();
            string id = (await subscriber.CallAsync("CLIENT", "ID")).Text;
            await subscriber.CallAsync("SUBSCRIBE", "__redis__:invalidate");
            request = request.Replace("REDIRECT", $"REDIRECT {id}", StringComparison.Ordinal);
        }
        else
        {
            await connection.CallAsync("HELLO", "3");
        }

        Assert.Equal("OK", (await connection.CallAsync(request.Split(' '))).Text);
        return new CachingClient(connection, subscriber, options);
    }

    /// <summary>Reads a key and holds its value, if the engine was asked to track this read.</summary>
    public async Task ReadAsync(string key, bool isChosen)
    {
        if (isChosen && _choice.Length > 0)
            await CallAsync("CLIENT", "CACHING", _choice == "OPTIN" ? "YES" : "NO");
        RespValue value = await CallAsync("GET", key);
        bool isTracked = _choice.Length == 0 || isChosen == (_choice == "OPTIN");
        if (isTracked && key.StartsWith(_prefix, StringComparison.Ordinal))
            Held[key] = value.IsNull ? null : value.Text;
    }

    /// <summary>Runs a command that changes keys; with NOLOOP the client itself drops what it holds of them.</summary>
    public async Task<RespValue> ChangeAsync(string[] command, IEnumerable<string> keys)
    {
        RespValue reply = await CallAsync(command);
        foreach (string key in keys)
        {
            if (_isNoLoop)
                Held.Remove(key);
        }

        return reply;
    }

    /// <summary>Takes all messages that have been sent.</summary>
    public async Task SettleAsync()
    {
        await CallAsync("PING");
        if (_subscriber is null)
            return;
        await _subscriber.SendAsync("PING");
        for (RespValue value = await _subscriber.ReadAsync(); value[0].Text != "pong";
            value = await _subscriber.ReadAsync())
            Invalidate(value[2]);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        if (_subscriber is not null)
            await _subscriber.DisposeAsync();
    }

    private async Task<RespValue> CallAsync(params string[] command)
    {
        await _connection.SendAsync(command);
        while (true)
        {
            RespValue value = await _connection.ReadAsync();
            if (value.Type != RespType.Push)
                return value;
            Assert.Equal("invalidate", value[0].Text);
            Invalidate(value[1]);
        }
    }

    private void Invalidate(RespValue keys)
    {
        if (keys.IsNull)
            Held.Clear();
        foreach (RespValue key in keys.Items)
            Held.Remove(key.Text);
    }
}
