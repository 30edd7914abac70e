using System.Text;
using Engine.Server.Journal;

namespace Engine.Server.Tests.Journal;

/// <summary>Writes down what a journal commits: a line per unit of work, its effects between semicolons.</summary>
internal sealed class JournalRecorder : IJournalReader
{
    private readonly List<string> _units = [];

    public IReadOnlyList<string> Units => _units;

    public static async Task<JournalRecorder> StartAsync(EngineServer engine)
    {
        var recorder = new JournalRecorder();
        await engine.RunAsync(() => engine.Journal.Subscribe(recorder));
        return recorder;
    }

    /// <summary>What was committed since the last call.</summary>
    public async Task<string[]> TakeAsync(EngineServer engine)
    {
        string[] units = [];
        await engine.RunAsync(() =>
        {
            units = [.. _units];
            _units.Clear();
        });
        return units;
    }

    void IJournalReader.Committed(EffectBatch batch)
    {
        var unit = new StringBuilder();
        for (int i = 0; i < batch.Count; i++)
        {
            Effect effect = batch[i];
            if (i > 0)
                unit.Append("; ");
            unit.Append(effect.Database).Append(':');
            for (int argument = 0; argument < effect.Request.Count; argument++)
                unit.Append(' ').Append(Encoding.UTF8.GetString(effect.Request[argument]));
        }

        _units.Add(unit.ToString());
    }
}
