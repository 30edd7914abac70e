using Microsoft.Extensions.Logging;
using Patterns.Core.Resilience;

namespace Patterns.Queues;

/// <summary>Every log line of the package, with ids from 8000 to 8999.</summary>
internal static partial class Log
{
    [LoggerMessage(
        8000, LogLevel.Warning, "Redis failed ({Failure}) under the queue '{Queue}'; workers go on when it answers.")]
    public static partial void RedisDegraded(ILogger logger, string queue, RedisFailure failure, Exception exception);

    [LoggerMessage(
        8001,
        LogLevel.Information,
        "Redis answers again under the queue '{Queue}': no call has failed for {QuietPeriod}.")]
    public static partial void RedisRecovered(ILogger logger, string queue, TimeSpan quietPeriod);

    [LoggerMessage(
        8002,
        LogLevel.Information,
        "Message {Id} of the queue '{Queue}' failed at attempt {Attempt} and is tried again in {Pause}.")]
    public static partial void Retried(
        ILogger logger, string queue, string id, int attempt, TimeSpan pause, Exception? exception);

    [LoggerMessage(
        8003,
        LogLevel.Error,
        "Message {Id} of the queue '{Queue}' became a dead letter after {Attempts} attempts: {Reason}.")]
    public static partial void DeadLettered(
        ILogger logger, string queue, string id, int attempts, string reason, Exception? exception);

    [LoggerMessage(
        8004,
        LogLevel.Warning,
        "The lease of message {Id} of the queue '{Queue}' was lost at attempt {Attempt}; another worker may have it.")]
    public static partial void LeaseLost(ILogger logger, string queue, string id, int attempt);

    [LoggerMessage(8005, LogLevel.Error, "A worker of the queue '{Queue}' could not look for messages; it goes on.")]
    public static partial void FetchFailed(ILogger logger, string queue, Exception exception);

    [LoggerMessage(
        8006, LogLevel.Warning, "The connection on which a worker of the queue '{Queue}' sleeps failed; it polls.")]
    public static partial void BlockingFailed(ILogger logger, string queue, Exception exception);

    [LoggerMessage(
        8007,
        LogLevel.Warning,
        "The clock of Redis under the queue '{Queue}' jumped by {Jump}; takeovers wait until workers have renewed.")]
    public static partial void ClockJumped(ILogger logger, string queue, TimeSpan jump);

    [LoggerMessage(
        8008,
        LogLevel.Warning,
        "{Unfinished} handlers of the queue '{Queue}' did not end within {Timeout}; their messages are handed back.")]
    public static partial void DrainIncomplete(ILogger logger, string queue, int unfinished, TimeSpan timeout);

    [LoggerMessage(
        8010,
        LogLevel.Error,
        "Message {Id} of the queue '{Queue}' could not be ended; it comes again after its lease.")]
    public static partial void EndingFailed(ILogger logger, string queue, string id, Exception exception);

    [LoggerMessage(
        8011, LogLevel.Error, "A worker of the queue '{Queue}' could not renew what it holds; it tries again.")]
    public static partial void RenewingFailed(ILogger logger, string queue, Exception exception);

    [LoggerMessage(8009, LogLevel.Error, "The recurring message '{Schedule}' of the queue '{Queue}' was not sent.")]
    public static partial void ScheduleFailed(ILogger logger, string queue, string schedule, Exception? exception);
}
