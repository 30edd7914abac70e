using Patterns.Queues.Tests.Cases;

namespace Patterns.Queues.Tests;

// The same cases as OnRealRedis.cs, on the embedded engine, whose clock lets leases end at once.
public sealed class ChannelsOnEngine(EmbeddedEngine server) : ChannelCases(server), IClassFixture<EmbeddedEngine>;

public sealed class DeadLettersOnEngine(EmbeddedEngine server) : DeadLetterCases(server), IClassFixture<EmbeddedEngine>;

public sealed class DeliveryOnEngine(EmbeddedEngine server) : DeliveryCases(server), IClassFixture<EmbeddedEngine>
{
    [Fact]
    public Task Names_of_dead_workers_are_forgotten() => Names_of_dead_workers_are_forgottenAsync();

    [Fact]
    public Task A_worker_whose_upkeep_fails_goes_on_with_it() => A_worker_whose_upkeep_fails_goes_on_with_itAsync();
}

public sealed class EnqueueOnEngine(EmbeddedEngine server) : EnqueueCases(server), IClassFixture<EmbeddedEngine>;

public sealed class GroupsOnEngine(EmbeddedEngine server) : GroupCases(server), IClassFixture<EmbeddedEngine>;

public sealed class InboxOnEngine(EmbeddedEngine server) : InboxCases(server), IClassFixture<EmbeddedEngine>;

public sealed class ListsOnEngine(EmbeddedEngine server) : ListCases(server), IClassFixture<EmbeddedEngine>;

public sealed class ProcessingOnEngine(EmbeddedEngine server) : ProcessingCases(server), IClassFixture<EmbeddedEngine>;

public sealed class SchedulesOnEngine(EmbeddedEngine server) : ScheduleCases(server), IClassFixture<EmbeddedEngine>
{
    [Fact]
    public Task Each_occurrence_is_sent_once_however_many_processes_run_the_schedule() =>
        Each_occurrence_is_sent_once_however_many_processes_run_the_scheduleAsync();
}

public sealed class TelemetryOnEngine(EmbeddedEngine server) : TelemetryCases(server), IClassFixture<EmbeddedEngine>;

public sealed class TopicsOnEngine(EmbeddedEngine server) : TopicCases(server), IClassFixture<EmbeddedEngine>
{
    [Fact]
    public Task Workers_trim_once_a_minute() => Workers_trim_once_a_minuteAsync();
}

public sealed class RedisFailureOnEngine() : RedisFailureCases(new InterruptibleEngine());

public sealed class WakeUpOnEngine(EmbeddedEngine server) : WakeUpCases(server), IClassFixture<EmbeddedEngine>;
