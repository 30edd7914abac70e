using Patterns.Queues;
using Patterns.Queues.Inbox;
using StackExchange.Redis;

namespace Tour.Chapters.Queue;

/// <summary>
/// The queue of the chapter, the same in all processes: for each city a report is to be written, once.
/// </summary>
internal sealed class CityReports
{
    private readonly IDatabase _database;
    private readonly MessageInbox _inbox;

    public CityReports(IDatabase database, string prefix)
    {
        _database = database;
        var patience = TimeSpan.FromSeconds(30);
        Queue = new StreamQueue<int>(database, "reports", new StreamQueueOptions
        {
            KeyPrefix = prefix,
            Lease = TimeSpan.FromSeconds(3),
            RedisTimeout = patience,
        });
        _inbox = new MessageInbox(
            database, "written", new InboxOptions { KeyPrefix = prefix, RedisTimeout = patience });
    }

    public StreamQueue<int> Queue { get; }

    private RedisKey Reports => _inbox.EffectKey("reports");

    private RedisKey Again => _inbox.EffectKey("again");

    /// <summary>Writes a report: counts it under the number of its city, once for each message.</summary>
    public Task WriteAsync(QueueMessage<int> message, CancellationToken cancellationToken)
        => _inbox.CommitAsync(
            message.Id,
            transaction =>
            {
                _ = transaction.HashIncrementAsync(Reports, message.Body);
                if (message.Attempt > 1)
                {
                    _ = transaction.StringIncrementAsync(Again);
                }
            },
            cancellationToken);

    /// <summary>How many reports there are.</summary>
    public Task<long> CountAsync() => _database.HashLengthAsync(Reports);

    /// <summary>How many reports each city has.</summary>
    public async Task<IReadOnlyDictionary<int, int>> ReadAsync()
        => (await _database.HashGetAllAsync(Reports)).ToDictionary(row => (int)row.Name, row => (int)row.Value);

    /// <summary>How many reports were written by another worker than the first that had taken them.</summary>
    public async Task<long> CountRecoveredAsync() => (long)await _database.StringGetAsync(Again);
}
