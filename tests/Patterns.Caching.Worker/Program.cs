using Patterns.Caching.Worker;
using StackExchange.Redis;

// A worker of the crash tests: ENDPOINT PREFIX FILE. It hands writes to its source until it is killed.
(string endpoint, string prefix, string path) = (args[0], args[1], args[2]);
ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(
    $"{endpoint},abortConnect=false,connectRetry=100,connectTimeout=500,asyncTimeout=30000");
using var store = new FileStore(path);
await CrashSetup.Create(connection.GetDatabase(), prefix, store).RunAsync();
