using Patterns.Locking.Fencing;
using Tour.Sqlite;

namespace OrderWorker;

/// <summary>Orders in SQLite, each with the largest fencing token that has written it.</summary>
internal sealed class OrderTable : IDisposable
{
    private readonly SqliteDatabase _database = new();

    public OrderTable() => _database.Execute(
        "CREATE TABLE orders (id TEXT PRIMARY KEY, status TEXT NOT NULL, fence INTEGER NOT NULL DEFAULT 0)");

    public void Add(string id) => _database.Execute("INSERT INTO orders (id, status) VALUES (?, 'new')", id);

    public string GetStatus(string id)
        => _database.Query("SELECT status FROM orders WHERE id = ?", row => row.GetString(0), id)[0];

    #region write
    /// <exception cref="StaleLockException">Somebody with a larger token has written.</exception>
    public async Task SetStatusAsync(string id, string status, long fencingToken)
    {
        await using var command = new SqliteCommand(_database)
        {
            CommandText = "UPDATE orders SET status = @status, fence = @fence WHERE id = @id AND fence <= @fence",
        };
        command.Add("@status", status);
        command.Add("@id", id);
        await command.ExecuteFencedAsync(fencingToken);
    }
    #endregion

    public void Dispose() => _database.Dispose();
}
