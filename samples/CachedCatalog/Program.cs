using CachedCatalog;
using Engine.Server;
using StackExchange.Redis;

// dotnet run --project samples/CachedCatalog [-- localhost:6379]
await using EngineServer? engine = args.Length == 0 ? await EngineServer.StartAsync() : null;
await using ConnectionMultiplexer redis =
    await ConnectionMultiplexer.ConnectAsync(engine is null ? args[0] : $"localhost:{engine.Port}");

// A prefix of this run's own; what it leaves behind expires.
await new Demonstration(redis.GetDatabase(), $"catalog-{Guid.NewGuid():N}", Console.Out).RunAsync();
