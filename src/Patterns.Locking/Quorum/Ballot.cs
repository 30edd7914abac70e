using Patterns.Core.Resilience;
using Patterns.Locking.Servers;

namespace Patterns.Locking.Quorum;

/// <summary>The votes of the nodes on one request. It is decided as soon as a majority has granted it or can no longer
/// do so; votes that come later change nothing.</summary>
internal sealed class Ballot(int nodes)
{
    private readonly TaskCompletionSource _decided = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(QuorumNode Node, LockAnswer Answer)> _votes = new(nodes);
    private readonly Lock _gate = new();
    private int _granted;
    private bool _isDecided;

    /// <summary>How many make a majority.</summary>
    public static int MajorityOf(int nodes) => (nodes / 2) + 1;

    /// <summary>Completes when the votes suffice.</summary>
    public Task Decided => _decided.Task;

    /// <summary>Whether a majority has granted it.</summary>
    public bool IsGranted => _granted >= MajorityOf(nodes);

    /// <summary>The grants of the majority.</summary>
    public IEnumerable<(QuorumNode Node, LockAnswer Answer)> Grants => _votes.Where(vote => vote.Answer.IsGranted);

    /// <summary>The nodes that failed.</summary>
    public IEnumerable<(QuorumNode Node, LockAnswer Answer)> Failures
        => _votes.Where(vote => vote.Answer.Failure != RedisFailure.None);

    public void Abort(Exception exception)
    {
        lock (_gate)
        {
            _isDecided = true;
            _decided.TrySetException(exception);
        }
    }

    public void Cast(QuorumNode node, in LockAnswer answer)
    {
        lock (_gate)
        {
            if (_isDecided)
            {
                return;
            }

            _votes.Add((node, answer));
            _granted += answer.IsGranted ? 1 : 0;
            int stillPossible = nodes - (_votes.Count - _granted);
            _isDecided = IsGranted || stillPossible < MajorityOf(nodes);
            if (_isDecided)
            {
                _decided.SetResult();
            }
        }
    }
}
