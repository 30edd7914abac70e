using System.Collections.Concurrent;
using Tour.Cities;

namespace Tour.Chapters.CacheAside;

/// <summary>What the readers of one phase saw: who was answered with what, and what it cost the source.</summary>
internal sealed class ReadLedger
{
    private readonly ConcurrentDictionary<long, int> _sourceCalls = new();
    private readonly ConcurrentDictionary<(long Id, CityProfile? Value), int> _answers = new();
    private int _reads;
    private int _hits;

    public int Reads => _reads;

    /// <summary>Reads that were answered without calling the source themselves.</summary>
    public int Hits => _hits;

    public double HitRate => (double)Hits / Reads;

    public int SourceCalls => _sourceCalls.Values.Sum();

    /// <summary>How often the source was called for each city that it was called for.</summary>
    public IEnumerable<int> SourceCallsPerCity => _sourceCalls.Values;

    public void SourceCalled(long id) => _sourceCalls.AddOrUpdate(id, 1, (_, calls) => calls + 1);

    public void Answered(long id, CityProfile? value, bool calledSource)
    {
        Interlocked.Increment(ref _reads);
        if (!calledSource)
        {
            Interlocked.Increment(ref _hits);
        }

        _answers.AddOrUpdate((id, value), 1, (_, reads) => reads + 1);
    }

    /// <summary>How many reads got an answer of this kind.</summary>
    public int CountReads(Func<long, CityProfile?, bool> isCounted)
        => _answers.Where(answer => isCounted(answer.Key.Id, answer.Key.Value)).Sum(answer => answer.Value);
}
