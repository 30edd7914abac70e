using EmailQueue;

await using EmailService service = await EmailService.StartAsync(args);
Console.WriteLine($$"""
    POST {{service.Address}}emails {"to":"ada@example.com","subject":"Hello"}
    GET {{service.Address}}statistics
    """);
await service.WaitForShutdownAsync();
