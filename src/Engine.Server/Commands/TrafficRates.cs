namespace Engine.Server.Commands;

/// <summary>Commands and bytes per second lately: the mean of the last samples, as INFO reports it.</summary>
internal sealed class TrafficRates
{
    private const int SamplesKept = 16;

    private readonly Queue<(double Commands, double Input, double Output)> _samples = new();
    private long _sampledAt;
    private long _commands;
    private long _input;
    private long _output;

    public double CommandsPerSecond => _samples.Count == 0 ? 0 : _samples.Average(sample => sample.Commands);

    public double InputBytesPerSecond => _samples.Count == 0 ? 0 : _samples.Average(sample => sample.Input);

    public double OutputBytesPerSecond => _samples.Count == 0 ? 0 : _samples.Average(sample => sample.Output);

    /// <summary>Takes a sample at most ten times a second of the engine's time.</summary>
    public void Sample(long now, ServerStatistics totals)
    {
        const int MillisecondsBetween = 100;
        long elapsed = now - _sampledAt;
        if (elapsed is >= 0 and < MillisecondsBetween)
            return;
        if (_sampledAt > 0 && elapsed > 0)
        {
            double perSecond = 1000.0 / elapsed;
            _samples.Enqueue((
                (totals.CommandsProcessed - _commands) * perSecond,
                (totals.NetInputBytes - _input) * perSecond,
                (totals.NetOutputBytes - _output) * perSecond));
            if (_samples.Count > SamplesKept)
                _samples.Dequeue();
        }

        _sampledAt = now;
        _commands = totals.CommandsProcessed;
        _input = totals.NetInputBytes;
        _output = totals.NetOutputBytes;
    }
}
