namespace Engine.Testing.Tests;

public sealed class TestEngineFixtureTests(TestEngineFixture redis) : IClassFixture<TestEngineFixture>
{
    [Fact]
    public async Task Fixture_brings_an_engine_and_a_client()
    {
        await redis.Connection.GetDatabase().StringSetAsync("k", "v", TimeSpan.FromMinutes(1));
        await redis.Engine.Time.AdvanceAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        Assert.False(await redis.Connection.GetDatabase().KeyExistsAsync("k"));
    }
}
