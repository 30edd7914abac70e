using System.Diagnostics;
using Redis.Fixtures.Resp;

namespace Engine.Cli.Tests;

/// <summary>
/// A client that makes one step after the other, with rewrites on the way, until it kills the engine in the midst of
/// one, and that knows which of them the engine must have written by then.
/// </summary>
internal sealed class KilledLoad
{
    private const int StepsPerLook = 50;
    private const int StepsPerRewrite = 400;

    private readonly RespClient _client;
    private readonly EngineProcess _engine;
    private readonly int _first;
    private readonly List<long> _acknowledgedAt = [];
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private long _lastSentAt;
    private int _written;

    /// <param name="client">Makes the steps.</param>
    /// <param name="engine">Is killed.</param>
    /// <param name="first">The steps before this one are in the log.</param>
    public KilledLoad(RespClient client, EngineProcess engine, int first)
    {
        _client = client;
        _engine = engine;
        _first = first;
        _written = first;
    }

    /// <summary>The engine is killed while it makes this step, or a later one if the load is to last longer.</summary>
    public required int KillsAt { get; init; }

    /// <summary>The steps up to here were acknowledged.</summary>
    public int Acknowledged => _first + _acknowledgedAt.Count;

    /// <summary>Makes steps for a while at least, and returns when the engine is gone.</summary>
    public async Task RunAsync(TimeSpan atLeast, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                await LookAsync();
                bool isLast = Acknowledged >= KillsAt && _watch.Elapsed >= atLeast;
                long sentAt = _watch.ElapsedMilliseconds;
                string[][] commands = KillSteps.Commands(Acknowledged);
                foreach (string[] command in commands)
                    await _client.SendAsync(command);
                if (isLast)
                    _engine.Kill();
                await KillSteps.ReadAsync(_client, commands.Length, cancellation);
                _acknowledgedAt.Add(_watch.ElapsedMilliseconds);
                _lastSentAt = sentAt;
            }
        }
        catch (Exception gone) when (gone is IOException or EndOfStreamException)
        {
            await _engine.WaitForExitAsync();
        }
    }

    /// <summary>
    /// The steps up to here were written, when none waits longer than <paramref name="longest"/>: the engine looks
    /// whether one does with each that it takes, so with the last it had written all that were acknowledged so long
    /// before that one was sent.
    /// </summary>
    public int WrittenAtLeast(TimeSpan longest)
    {
        int old = _acknowledgedAt.Count(time => time < _lastSentAt - longest.TotalMilliseconds);
        return Math.Max(_written, _first + old);
    }

    /// <summary>Now and then has the log rewritten, and asks whether all steps before have been written.</summary>
    private async Task LookAsync()
    {
        if (Acknowledged % StepsPerRewrite == StepsPerRewrite / 2)
            await _client.CallAsync("BGREWRITEAOF");
        if (Acknowledged % StepsPerLook != 0)
            return;
        string info = (await _client.CallAsync("INFO", "persistence")).Text;
        Assert.Contains("aof_buffer_length:", info);
        if (info.Contains("aof_buffer_length:0\r\n"))
            _written = Acknowledged;
    }
}
