using QuickStart;

await EmbeddedEngine.RunAsync();
await CacheAside.RunAsync();
await Leaderboard.RunAsync();
await VirtualTime.RunAsync();
