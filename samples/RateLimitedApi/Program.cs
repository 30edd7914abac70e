using RateLimitedApi;

await using Api api = await Api.StartAsync(args);
Console.WriteLine($"GET {api.Address}orders -H 'User: ada' -H 'Tenant: acme', more than five times in ten seconds.");
await api.WaitForShutdownAsync();
