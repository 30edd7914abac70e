using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Patterns.Queues;
using Patterns.Queues.Hosting;
using Patterns.Queues.Serialization;
using StackExchange.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers queues.</summary>
public static class StreamQueueServiceCollectionExtensions
{
    /// <summary>Registers the queue of a type of messages, as <see cref="IStreamQueue{T}"/>, under the name of the
    /// type.</summary>
    /// <inheritdoc cref="AddStreamQueue{T}(IServiceCollection, string, Action{StreamQueueOptions}?)"/>
    public static QueueBuilder<T> AddStreamQueue<T>(
        this IServiceCollection services, Action<StreamQueueOptions>? configure = null)
    {
        string name = typeof(T).Name;
        QueueBuilder<T> builder = services.AddStreamQueue<T>(name, configure);
        services.TryAddSingleton(provider => provider.GetRequiredKeyedService<StreamQueue<T>>(name));
        services.TryAddSingleton<IStreamQueue<T>>(
            provider => provider.GetRequiredKeyedService<StreamQueue<T>>(name));
        return builder;
    }

    /// <summary>Registers a queue under a name, as a keyed service. It uses the <see cref="IConnectionMultiplexer"/>
    /// with the same key, or else the one without a key, and the <see cref="IMessageSerializer{T}"/> that is
    /// registered, or else JSON.</summary>
    /// <typeparam name="T">The type of the messages.</typeparam>
    /// <param name="services">Where to register.</param>
    /// <param name="name">The queue's name.</param>
    /// <param name="configure">Sets the options, which are validated at start.</param>
    /// <returns>Adds workers.</returns>
    /// <exception cref="ArgumentException">A queue of other messages has the name.</exception>
    public static QueueBuilder<T> AddStreamQueue<T>(
        this IServiceCollection services, string name, Action<StreamQueueOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ThrowIfTaken<T>(services, name);
        services.AddOptions<StreamQueueOptions>(name).Configure(configure ?? (static _ => { })).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor
            .Singleton<IValidateOptions<StreamQueueOptions>, QueueOptionsValidator<StreamQueueOptions>>());
        services.TryAddKeyedSingleton(name, (provider, _) => new StreamQueue<T>(
            Database(provider, name),
            name,
            provider.GetRequiredService<IOptionsMonitor<StreamQueueOptions>>().Get(name),
            provider.GetService<IMessageSerializer<T>>(),
            provider.GetService<ILogger<StreamQueue<T>>>(),
            provider.GetService<TimeProvider>()));
        services.TryAddKeyedSingleton<IStreamQueue<T>>(
            name, (provider, _) => provider.GetRequiredKeyedService<StreamQueue<T>>(name));
        return new QueueBuilder<T>(services, name);
    }

    // The two would share one queue in Redis, and handle each other's messages.
    private static void ThrowIfTaken<T>(IServiceCollection services, string name)
    {
        Type? other = services
            .Where(service => service.IsKeyedService && name.Equals(service.ServiceKey))
            .Select(service => service.ServiceType)
            .FirstOrDefault(type => type != typeof(StreamQueue<T>)
                && type.IsGenericType && type.GetGenericTypeDefinition() == typeof(StreamQueue<>));
        if (other is not null)
        {
            throw new ArgumentException(
                $"The queue '{name}' is registered for messages of the type {other.GenericTypeArguments[0]}, so it "
                + $"cannot be that of {typeof(T)}: give one of them a name of its own.",
                nameof(name));
        }
    }

    private static IDatabase Database(IServiceProvider provider, string name)
    {
        IConnectionMultiplexer? connection =
            provider.GetKeyedService<IConnectionMultiplexer>(name) ?? provider.GetService<IConnectionMultiplexer>();
        return connection?.GetDatabase() ?? throw new InvalidOperationException(
            $"The queue '{name}' finds no IConnectionMultiplexer: register one, for example with "
            + "services.AddSingleton<IConnectionMultiplexer>("
            + "_ => ConnectionMultiplexer.Connect(\"localhost,abortConnect=false\")).");
    }
}
