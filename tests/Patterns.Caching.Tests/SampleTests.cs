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

    [Fact]
    public async Task A_product_of_the_catalog_that_changes_its_author_changes_the_figures_of_both()
    {
        int[] ids = [1, 2];
        var table = new ProductTable(TimeSpan.Zero);
        var catalog = new Catalog(await CreateAsync(), table);
        table.Put(new Product(1, "book 1", "ada", 10));
        table.Put(new Product(2, "book 2", "bob", 20));
        Assert.Equal(10, await catalog.CheapestOfAsync("ada", ids, Cancellation));
        Assert.Equal(20, await catalog.CheapestOfAsync("bob", ids, Cancellation));

        await catalog.ChangeAsync(new Product(1, "book 1", "bob", 10), Cancellation);
        Assert.Null(await catalog.CheapestOfAsync("ada", ids, Cancellation));
        Assert.Equal(10, await catalog.CheapestOfAsync("bob", ids, Cancellation));
    }
}
