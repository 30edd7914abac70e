using EmailQueue;

await using EmailService service = await EmailService.StartAsync(args);
Console.WriteLine($$"""POST {{service.Address}}emails {"to":"ada@example.com","subject":"Hello"}, then GET statistics.""");
await service.WaitForShutdownAsync();
