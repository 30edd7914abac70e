using Engine.Server;
using GameBoard;
using StackExchange.Redis;

// dotnet run --project samples/GameBoard [-- localhost:6379]
await using EngineServer? engine = args.Length == 0 ? await EngineServer.StartAsync() : null;
await using ConnectionMultiplexer redis =
    await ConnectionMultiplexer.ConnectAsync(engine is null ? args[0] : $"localhost:{engine.Port}");
var game = new Game(redis.GetDatabase(), $"game-{Guid.NewGuid():N}");
try
{
    await game.PlayAsync(players: 50, rounds: 1_000, new Random(1));
    await game.ShowAsync("player-7", Console.Out);
}
finally
{
    await game.EndAsync();
}
