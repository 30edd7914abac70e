namespace Conformance.Tests.Recipes;

/// <summary>The search for operations that nothing has called finds those that a test plants.</summary>
public sealed class PublicOperationsTests
{
    public interface IBoard
    {
        ValueTask<int> CountAsync(CancellationToken cancellationToken);
    }

    public interface IHandle : IAsyncDisposable
    {
        Task<bool> ExtendAsync();

        bool IsHeld { get; }
    }

    private const string Here = "Conformance.Tests.Recipes.PublicOperationsTests+";

    private static readonly Type[] Planted = [typeof(IBoard), typeof(Board), typeof(IHandle), typeof(Handle)];

    [Fact]
    public void Operations_of_classes_and_of_interfaces_without_a_public_class_are_found() => Assert.Equal(
        [
            Here + "Board.CountAsync(cancellationToken)",
            Here + "Board.OpenAsync(name)",
            Here + "Board.PageAsync<1>(first)",
            Here + "Board.PageAsync<1>(first, count)",
            Here + "IHandle.DisposeAsync()",
            Here + "IHandle.ExtendAsync()",
        ],
        PublicOperations.Of(Planted).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Operation_that_nothing_called_is_left_over()
    {
        var called = new CalledOperations();
        IBoard board = Assert.IsAssignableFrom<IBoard>(new Board());
        Assert.Equal(1, await called.RunAsync(() => board.CountAsync(CancellationToken.None)));

        string[] left = [.. PublicOperations.Of([typeof(Board)]).Except(called.Names)];

        Assert.Equal(3, left.Length);
        Assert.DoesNotContain(left, name => name.Contains("CountAsync", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Operation_of_a_handle_counts_for_the_interface_that_its_caller_sees()
    {
        var called = new CalledOperations();
        IHandle handle = new Handle();
        Assert.True(await called.RunAsync(() => handle.ExtendAsync()));
        await called.RunAsync(() => handle.DisposeAsync());

        Assert.Equal([Here + "IHandle.DisposeAsync()", Here + "IHandle.ExtendAsync()"], called.Names);
    }

    [Fact]
    public async Task Operation_that_failed_was_not_called()
    {
        var called = new CalledOperations();
        await Assert.ThrowsAsync<TimeZoneNotFoundException>(() => called.RunAsync(() => Board.OpenAsync("none")));
        Assert.Empty(called.Names);

        Assert.NotNull(await called.RunAsync(() => Board.OpenAsync("some")));
        Assert.Equal([Here + "Board.OpenAsync(name)"], called.Names);
    }

    public sealed class Board : IBoard
    {
        public string? Name { get; private init; }

        public static async ValueTask<Board> OpenAsync(string name)
        {
            await Task.Yield();
            return name == "none" ? throw new TimeZoneNotFoundException() : new Board { Name = name };
        }

        public ValueTask<int> CountAsync(CancellationToken cancellationToken) => ValueTask.FromResult(1);

        public Task<IReadOnlyList<T>> PageAsync<T>(int first) => PageAsync<T>(first, 10);

        public Task<IReadOnlyList<T>> PageAsync<T>(int first, int count) =>
            Task.FromResult<IReadOnlyList<T>>(Name is null ? [] : new T[first + count]);
    }

    private sealed class Handle : IHandle
    {
        public bool IsHeld => true;

        public Task<bool> ExtendAsync() => Task.FromResult(true);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
