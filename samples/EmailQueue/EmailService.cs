using Engine.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Patterns.Queues;
using Patterns.Queues.Inbox;
using Patterns.Queues.Scheduling;
using StackExchange.Redis;
using IServer = Microsoft.AspNetCore.Hosting.Server.IServer;

namespace EmailQueue;

/// <summary>
/// A service that takes mails and sends them in the background, on the embedded engine or, with
/// <c>--redis localhost:6379</c>, on a real Redis.
/// </summary>
public sealed class EmailService : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConnectionMultiplexer _redis;
    private readonly EngineServer? _engine;

    private EmailService(WebApplication application, ConnectionMultiplexer redis, EngineServer? engine)
    {
        _application = application;
        _redis = redis;
        _engine = engine;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => new(
        _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public Outbox Outbox => _application.Services.GetRequiredService<Outbox>();

    public static async Task<EmailService> StartAsync(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        string? redisAddress = builder.Configuration["redis"];
        EngineServer? engine =
            redisAddress is null ? await EngineServer.StartAsync(new EngineOptions { Port = 0 }) : null;
        ConnectionMultiplexer redis =
            await ConnectionMultiplexer.ConnectAsync(redisAddress ?? $"localhost:{engine!.Port}");
        builder.Services.AddSingleton<IConnectionMultiplexer>(redis);
        AddQueue(builder.Services, redis);

        WebApplication application = builder.Build();
        application.MapPost("/emails", SendAsync);
        application.MapGet("/statistics", (StreamQueue<Email> queue) => queue.GetStatisticsAsync());
        application.MapGet("/dead-letters", (StreamQueue<Email> queue) => queue.DeadLetters.ListAsync());
        application.MapPost("/dead-letters/replay", (StreamQueue<Email> queue) => queue.DeadLetters.ReplayAllAsync());
        await application.StartAsync();
        return new EmailService(application, redis, engine);
    }

    public Task WaitForShutdownAsync() => _application.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
        await _redis.DisposeAsync();
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }
    }

    private static void AddQueue(IServiceCollection services, ConnectionMultiplexer redis)
    {
        #region queue
        services.AddSingleton<Outbox>();
        services.AddSingleton(new MessageInbox(redis.GetDatabase(), "sent"));
        services.AddStreamQueue<Email>(options => options.Backoff.Initial = TimeSpan.FromMilliseconds(200))
            .AddConsumer<EmailHandler>(concurrency: 16)
            .AddRecurring(new RecurringMessage<Email>(
                "digest",
                CronExpression.Parse("0 7 * * *"),
                day => new Email("all@example.com", $"Digest of {day:d}")));
        #endregion
    }

    private static async Task<IResult> SendAsync(Email email, IStreamQueue<Email> queue)
    {
        #region send
        EnqueueResult result = await queue.EnqueueAsync(email, new EnqueueOptions
        {
            GroupKey = email.To,                            // one after the other for each recipient
            DeduplicationId = $"{email.To} {email.Subject}", // a double click sends one mail
            DeduplicationMode = DeduplicationMode.Throttle,
        });
        #endregion
        return Results.Accepted(value: result);
    }
}
