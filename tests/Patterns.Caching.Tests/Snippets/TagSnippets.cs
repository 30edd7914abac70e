using Patterns.Caching.Namespaces;
using Patterns.Caching.Tests.Support;

namespace Patterns.Caching.Tests.Snippets;

/// <summary>The code of docs/caching/tags.md, which runs as it stands there.</summary>
public sealed class TagSnippets(EmbeddedEngine server) : CacheCases(server), IClassFixture<EmbeddedEngine>
{
    private int _loads;

    [Fact]
    public async Task Invalidate_by_tags()
    {
        RedisCache cache = await CreateAsync();
        CancellationToken cancellationToken = Cancellation;

        #region tags
        Book book = await cache.GetOrSetAsync(
            "book:42",
            (_, token) => LoadBookAsync(42, token),
            tags: ["books", "author:7"],
            cancellationToken: cancellationToken);

        await cache.RemoveByTagAsync("author:7", cancellationToken);
        await cache.RemoveByTagsAsync(["books", "author:7"], CacheTagMatch.All, cancellationToken);
        #endregion

        Assert.Equal(42, book.Id);
        Assert.False((await cache.TryGetAsync<Book>("book:42", cancellationToken)).HasValue);
    }

    [Fact]
    public async Task Invalidate_a_namespace()
    {
        RedisCache cache = await CreateAsync();
        CancellationToken cancellationToken = Cancellation;

        #region namespace
        CacheNamespace catalog = cache.Namespace("catalog");
        Book book = await catalog.GetOrSetAsync(
            "book:42", (_, token) => LoadBookAsync(42, token), cancellationToken: cancellationToken);

        await catalog.InvalidateAsync(cancellationToken);
        #endregion

        await catalog.GetOrSetAsync(
            "book:42", (_, token) => LoadBookAsync(42, token), cancellationToken: cancellationToken);
        Assert.Equal(42, book.Id);
        Assert.Equal(2, _loads);
    }

    private ValueTask<Book> LoadBookAsync(int id, CancellationToken cancellationToken)
    {
        _loads++;
        return ValueTask.FromResult(new Book(id));
    }

    private sealed record Book(int Id);
}
