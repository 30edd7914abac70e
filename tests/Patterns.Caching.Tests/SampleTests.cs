using CachedCatalog;
using Patterns.Caching.Tests.Support;

namespace Patterns.Caching.Tests;

public sealed class SampleTests(RealRedis server) : CacheCases(server), IClassFixture<RealRedis>
{
    [Fact]
    public async Task The_catalog_shows_what_its_page_says()
    {
        var output = new StringWriter { NewLine = "\n" };
        await new Demonstration(await DatabaseAsync(), Prefix, output).RunAsync();
        Assert.Equal(
            """
            stampede: 200 readers in 4 processes, 1 query
            stale set: the price is 99 after it was changed while a reader was reading
            tags: ada's cheapest book costs 14, then 1
            bulk: 20 of 30 products exist, 1 query for what was missing
            failing source: 'book 1' is served although its time is over

            """,
            output.ToString());
    }
}
