using Engine.Server;

await using EngineServer server = await EngineServer.StartAsync(new EngineOptions { Port = int.Parse(args[0]) });
Console.WriteLine($"Ready to accept connections on {server.Port}");
await server.Completion;
