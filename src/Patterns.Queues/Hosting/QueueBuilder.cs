using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Patterns.Queues.Scheduling;

namespace Patterns.Queues.Hosting;

/// <summary>Adds workers to a queue that was registered.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public sealed class QueueBuilder<T>
{
    internal QueueBuilder(IServiceCollection services, string name)
    {
        Services = services;
        Name = name;
    }

    /// <summary>Where the queue is registered.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The queue's name.</summary>
    public string Name { get; }

    /// <summary>Adds a hosted worker. Each message is handled in a scope of its own; when the host stops, the worker
    /// drains and hands back what it could not end.</summary>
    /// <typeparam name="THandler">Handles messages; registered as scoped unless it is registered already.</typeparam>
    /// <param name="concurrency">How many messages are handled at a time; 1 to 10,000.</param>
    /// <param name="configure">Sets the other options.</param>
    /// <returns>The same builder.</returns>
    public QueueBuilder<T> AddConsumer<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(
        int concurrency = 8, Action<ConsumerOptions>? configure = null)
        where THandler : class, IMessageHandler<T>
    {
        ConsumerOptions options = Configure(concurrency, configure);
        Services.TryAddScoped<THandler>();
        AddWorker(options, (queue, scopes, stop) => queue.ProcessAsync(
            async (message, cancellationToken) =>
            {
                AsyncServiceScope scope = scopes.CreateAsyncScope();
                await using (scope.ConfigureAwait(false))
                {
                    await scope.ServiceProvider.GetRequiredService<THandler>()
                        .HandleAsync(message, cancellationToken)
                        .ConfigureAwait(false);
                }
            },
            options,
            stop));
        return this;
    }

    /// <summary>Adds a hosted worker that handles batches.</summary>
    /// <typeparam name="THandler">Handles batches; registered as scoped unless it is registered already.</typeparam>
    /// <param name="concurrency">How many batches are handled at a time; 1 to 10,000.</param>
    /// <param name="configure">Sets the other options.</param>
    /// <returns>The same builder.</returns>
    public QueueBuilder<T> AddBatchConsumer<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(
        int concurrency = 1, Action<ConsumerOptions>? configure = null)
        where THandler : class, IBatchHandler<T>
    {
        ConsumerOptions options = Configure(concurrency, configure);
        Services.TryAddScoped<THandler>();
        AddWorker(options, (queue, scopes, stop) => queue.ProcessBatchesAsync(
            async (messages, cancellationToken) =>
            {
                AsyncServiceScope scope = scopes.CreateAsyncScope();
                await using (scope.ConfigureAwait(false))
                {
                    await scope.ServiceProvider.GetRequiredService<THandler>()
                        .HandleAsync(messages, cancellationToken)
                        .ConfigureAwait(false);
                }
            },
            options,
            stop));
        return this;
    }

    /// <summary>Sends a message again and again; each host that is registered so takes part, and each occurrence is
    /// sent once.</summary>
    /// <param name="message">What is sent when.</param>
    /// <returns>The same builder.</returns>
    public QueueBuilder<T> AddRecurring(RecurringMessage<T> message)
    {
        Services.AddSingleton<IHostedService>(provider => new ScheduleWorker<T>(
            new MessageScheduler<T>(provider.GetRequiredKeyedService<StreamQueue<T>>(Name), [message])));
        return this;
    }

    private static ConsumerOptions Configure(int concurrency, Action<ConsumerOptions>? configure)
    {
        var options = new ConsumerOptions { Concurrency = concurrency };
        configure?.Invoke(options);
        ConsumerOptionsValidator.Instance.ThrowIfInvalid(options);
        return options;
    }

    private void AddWorker(
        ConsumerOptions options, Func<StreamQueue<T>, IServiceScopeFactory, CancellationToken, Task> process)
        => Services.AddSingleton<IHostedService>(provider =>
        {
            StreamQueue<T> queue = provider.GetRequiredKeyedService<StreamQueue<T>>(Name);
            IServiceScopeFactory scopes = provider.GetRequiredService<IServiceScopeFactory>();
            return new QueueWorker(queue.Runtime, options.StatisticsInterval, stop => process(queue, scopes, stop));
        });
}
