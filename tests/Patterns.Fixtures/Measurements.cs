using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Patterns.Core;

namespace Patterns.Fixtures;

/// <summary>What one recipe measured.</summary>
public sealed class Measurements : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Instrument, double Value, string Tags)> _values = new();

    /// <param name="meter">The package.</param>
    /// <param name="keyPrefix">The recipe.</param>
    public Measurements(string meter, string keyPrefix)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == meter)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.Start();

        void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var all = tags.ToArray().ToDictionary();
            if (Equals(all[TelemetryTags.KeyPrefix], keyPrefix))
            {
                all.Remove(TelemetryTags.KeyPrefix);
                string text = string.Join(' ', all.OrderBy(tag => tag.Key).Select(tag => tag.Value));
                _values.Enqueue((instrument.Name, value, text));
            }
        }
    }

    /// <summary>The sum of an instrument's values that carry these tags, written as their values in the order of
    /// names.</summary>
    public double Sum(string instrument, string tags = "")
        => _values.Where(value => value.Instrument == instrument && value.Tags == tags).Sum(value => value.Value);

    public int Count(string instrument) => _values.Count(value => value.Instrument == instrument);

    /// <summary>How many values have tags that begin so.</summary>
    public int Count(string instrument, string tags)
        => _values.Count(value => value.Instrument == instrument
            && value.Tags.StartsWith(tags, StringComparison.Ordinal));

    public void Dispose() => _listener.Dispose();
}
