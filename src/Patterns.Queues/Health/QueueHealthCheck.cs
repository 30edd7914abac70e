using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Patterns.Queues.Health;

/// <summary>Says how a queue does: unhealthy when Redis does not answer, as bad as the registration says when messages
/// are too old or too many. One round trip for each check.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public sealed class QueueHealthCheck<T> : IHealthCheck
{
    private readonly MessageSource<T> _queue;
    private readonly QueueHealthOptions _options;

    /// <summary>Creates a check.</summary>
    /// <param name="queue">The queue, or a subscription.</param>
    /// <param name="options">When it is healthy; null means the defaults.</param>
    public QueueHealthCheck(MessageSource<T> queue, QueueHealthOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(queue);
        _queue = queue;
        _options = options ?? new QueueHealthOptions();
    }

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        QueueStatistics statistics;
        try
        {
            statistics = await _queue.GetStatisticsAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (QueueUnavailableException exception)
        {
            return HealthCheckResult.Unhealthy(exception.Message, exception);
        }

        var data = new Dictionary<string, object>
        {
            ["ready"] = statistics.Ready,
            ["pending"] = statistics.Pending,
            ["delayed"] = statistics.Delayed,
            ["waiting_for_group"] = statistics.WaitingForGroup,
            ["dead_letters"] = statistics.DeadLetters,
            ["oldest_age_seconds"] = statistics.OldestAge.TotalSeconds,
        };
        string? fault = FindFault(statistics);
        return fault is null
            ? HealthCheckResult.Healthy(data: data)
            : new HealthCheckResult(context.Registration.FailureStatus, fault, data: data);
    }

    private string? FindFault(QueueStatistics statistics)
    {
        if (statistics.OldestAge > _options.MaxAge)
        {
            return Say(
                $"The oldest message of '{_queue.Name}' is {statistics.OldestAge} old, more than {_options.MaxAge}.");
        }

        if (statistics.Ready > _options.MaxReady)
        {
            return Say($"{statistics.Ready} messages wait in '{_queue.Name}', more than {_options.MaxReady}.");
        }

        return statistics.DeadLetters > _options.MaxDeadLetters
            ? Say($"'{_queue.Name}' has {statistics.DeadLetters} dead letters, more than {_options.MaxDeadLetters}.")
            : null;
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
