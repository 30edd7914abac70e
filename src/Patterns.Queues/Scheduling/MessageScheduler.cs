using Patterns.Core.Resilience;
using Patterns.Queues.Consuming;
using Patterns.Queues.Storage;
using StackExchange.Redis;

namespace Patterns.Queues.Scheduling;

/// <summary>Sends recurring messages into a queue. Any number of processes may run the same schedules: each occurrence
/// is sent once, by the clock of Redis. After a time in which none ran, one message stands for all that were
/// missed.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public sealed class MessageScheduler<T>
{
    private static readonly TimeSpan _longestSleep = TimeSpan.FromSeconds(30);

    private readonly StreamQueue<T> _queue;
    private readonly IReadOnlyList<RecurringMessage<T>> _schedules;
    private readonly Dictionary<RecurringMessage<T>, DateTimeOffset> _next = [];
    private TimeSpan _ahead;

    /// <summary>Creates a scheduler; it does nothing until it runs.</summary>
    /// <param name="queue">Where the messages go.</param>
    /// <param name="schedules">What is sent when. Names are unique.</param>
    /// <exception cref="ArgumentException">A name stands twice.</exception>
    public MessageScheduler(StreamQueue<T> queue, IReadOnlyList<RecurringMessage<T>> schedules)
    {
        ArgumentNullException.ThrowIfNull(queue);
        ArgumentNullException.ThrowIfNull(schedules);
        if (schedules.GroupBy(schedule => schedule.Name).FirstOrDefault(same => same.Count() > 1) is { } twins)
        {
            throw new ArgumentException(
                $"The recurring message '{twins.Key}' stands {twins.Count()} times: give each a name of its own.",
                nameof(schedules));
        }

        _queue = queue;
        _schedules = schedules;
    }

    private QueueRuntime Runtime => _queue.Runtime;

    /// <summary>Sends messages until it is cancelled. A round trip for each occurrence, and one in half a minute for
    /// each schedule.</summary>
    /// <param name="cancellationToken">Stops it, without an exception.</param>
    /// <returns>When it has stopped.</returns>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            TimeSpan sleep = _longestSleep;
            foreach (RecurringMessage<T> schedule in _schedules)
            {
                TimeSpan wait = await LookAsync(schedule, cancellationToken).ConfigureAwait(false);
                sleep = wait < sleep ? wait : sleep;
            }

            await Task.Delay(sleep, Runtime.TimeProvider, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>How long until the next occurrence.</returns>
    private async Task<TimeSpan> LookAsync(RecurringMessage<T> schedule, CancellationToken cancellationToken)
    {
        DateTimeOffset now = Runtime.TimeProvider.GetUtcNow() + _ahead;
        if (!_next.TryGetValue(schedule, out DateTimeOffset occurrence))
        {
            occurrence = schedule.Expression.Next(now, schedule.TimeZone);
        }

        DateTimeOffset following =
            schedule.Expression.Next(now > occurrence ? now : occurrence, schedule.TimeZone);
        try
        {
            var call = new ScheduleCall(
                $"{schedule.Name} {schedule.Expression} {schedule.TimeZone.Id}",
                occurrence.ToUnixTimeMilliseconds(),
                following.ToUnixTimeMilliseconds(),
                schedule.Priority);
            NameValueEntry[] fields = _queue.Write(schedule.Create(occurrence), EnqueueOptions.None);
            RedisReply<RedisResult> reply = await Runtime.Store
                .ScheduleAsync(_queue.Schedules, call, fields, cancellationToken)
                .ConfigureAwait(false);
            if (reply.Failure != RedisFailure.None)
            {
                Log.ScheduleFailed(Runtime.Logger, _queue.Name, schedule.Name, reply.Exception);
                return TimeSpan.FromSeconds(1);
            }

            var row = (long[])reply.Value!;
            var server = DateTimeOffset.FromUnixTimeMilliseconds(row[0]);
            _ahead = server - Runtime.TimeProvider.GetUtcNow();
            _next[schedule] = DateTimeOffset.FromUnixTimeMilliseconds(row[1]);
            if (row[2] == 1)
            {
                Runtime.Metrics.Enqueued(EnqueueOutcome.Added);
                Runtime.Wake();
            }

            TimeSpan wait = _next[schedule] - server;
            return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A message that cannot be made must not keep the others from being sent.
            Log.ScheduleFailed(Runtime.Logger, _queue.Name, schedule.Name, exception);
            return TimeSpan.FromSeconds(1);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return TimeSpan.Zero;
        }
    }
}
