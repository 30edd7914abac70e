using RateLimitedApi;

await using Api api = await Api.StartAsync(args);
Console.WriteLine("Five requests in ten seconds are granted to a user, the sixth is not:");
Console.WriteLine($"for i in 1 2 3 4 5 6; do curl -i {api.Address}orders -H 'User: ada' -H 'Tenant: acme'; done");
await api.WaitForShutdownAsync();
