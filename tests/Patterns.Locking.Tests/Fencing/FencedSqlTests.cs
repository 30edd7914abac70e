using OrderWorker;
using Patterns.Locking.Fencing;
using Patterns.Locking.Tests.Support;
using Tour.Sqlite;

namespace Patterns.Locking.Tests.Fencing;

/// <summary>A writer that lost its lock is refused by a database.</summary>
public sealed class FencedSqlTests(EmbeddedEngine server) : LockCases(server), IClassFixture<EmbeddedEngine>
{
    [Fact]
    public async Task A_stale_writer_changes_no_row()
    {
        using var orders = new OrderTable();
        orders.Add("456");
        await orders.SetStatusAsync("456", "packed", 33);
        await orders.SetStatusAsync("456", "shipped", 34);
        StaleLockException error = await Assert.ThrowsAsync<StaleLockException>(
            () => orders.SetStatusAsync("456", "packed again", 33));
        Assert.Equal(33, error.FencingToken);
        Assert.Contains("Nothing was written with the token 33", error.Message, StringComparison.Ordinal);
        Assert.Equal("shipped", orders.GetStatus("456"));
        await orders.SetStatusAsync("456", "delivered", 34);
        Assert.Equal("delivered", orders.GetStatus("456"));
    }

    [Fact]
    public async Task A_handle_that_is_lost_writes_nothing()
    {
        using var database = new SqliteDatabase();
        database.Execute("CREATE TABLE t (v TEXT, fence INTEGER)");
        database.Execute("INSERT INTO t VALUES ('old', 0)");
        RedisLocks locks = await CreateAsync();
        ILockHandle handle = await TakeAsync(locks);
        await using var command = new SqliteCommand(database)
        {
            CommandText = "UPDATE t SET v = @v, fence = @fence WHERE fence <= @fence",
        };
        command.Add("@v", "new");
        Assert.Equal(1, await command.ExecuteFencedAsync(handle, Cancellation));
        Assert.Equal(1, await command.ExecuteFencedAsync(handle, Cancellation));
        await handle.DisposeAsync();
        command.Parameters["@v"].Value = "late";
        await Assert.ThrowsAsync<StaleLockException>(() => command.ExecuteFencedAsync(handle, Cancellation));
        Assert.Equal(["new"], database.Query("SELECT v FROM t", row => row.GetString(0)));
    }

    [Fact]
    public async Task A_statement_that_does_not_compare_the_token_is_refused()
    {
        using var database = new SqliteDatabase();
        await using var command = new SqliteCommand(database) { CommandText = "UPDATE t SET v = 1, fence = @fence" };
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(
            () => command.ExecuteFencedAsync(1, Cancellation));
        Assert.Contains("AND fence <= @fence", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => command.ExecuteFencedAsync(0, Cancellation));
    }

    [Fact]
    public async Task The_sample_shows_a_stale_write_refused()
    {
        await using var output = new StringWriter();
        Assert.True(await Demonstration.RunAsync(redis: null, output));
        Assert.Contains("Ada runs on and writes. Nothing was written", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("The order is shipped by Bea.", output.ToString(), StringComparison.Ordinal);
    }
}
