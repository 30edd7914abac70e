using System.Text;
using Engine.Server.Journal;
using Engine.Server.Keyspace;
using Engine.Server.Protocol;

namespace Engine.Server.Tests.Journal;

/// <summary>
/// Keeps every effect as words, with the database before them: <c>0 SET k v</c>. Effects that were made as one stand
/// together.
/// </summary>
internal sealed class EffectRecorder : IJournalReader
{
    private readonly List<IReadOnlyList<string[]>> _units = [];

    /// <summary>For whom each effect is.</summary>
    public List<EffectTargets> Targets { get; } = [];

    public IReadOnlyList<IReadOnlyList<string[]>> Units => _units;

    public IEnumerable<string> Lines => _units.SelectMany(unit => unit).Select(words => string.Join(' ', words));

    public void Committed(EffectBatch batch)
    {
        Targets.AddRange(Enumerable.Range(0, batch.Count).Select(i => batch[i].Targets));
        var unit = new string[batch.Count][];
        for (int i = 0; i < batch.Count; i++)
        {
            Request request = batch[i].Request;
            unit[i] = [$"{batch[i].Database}", .. request.ToArrays().Select(Encoding.Latin1.GetString)];
        }

        _units.Add(unit);
    }

    public void Clear() => _units.Clear();
}
