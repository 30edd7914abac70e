using Redis.Fixtures.Servers;

[assembly: AssemblyFixture(typeof(SingleRedis))]
