using QuickStart;

await EmbeddedEngine.RunAsync();
await CacheAside.RunAsync();
await VirtualTime.RunAsync();
