namespace Tour.Sqlite;

/// <summary>
/// A database in a temporary file that is deleted on disposal: the system of record behind the recipes. Any number of
/// threads may use it at once; each call borrows a connection of its own, and readers never wait for the writer
/// because the journal is a write-ahead log. Calls block their thread for as long as SQLite works.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tour-");
    private readonly Stack<SqliteConnection> _idle = [];
    private readonly Lock _lock = new();
    private bool _disposed;

    public SqliteDatabase()
    {
        Query("PRAGMA journal_mode = WAL", row => row.GetString(0));
    }

    /// <summary>The file that SQLite writes to.</summary>
    public string Path => System.IO.Path.Combine(_folder.FullName, "tour.db");

    /// <summary>Runs one statement and returns how many rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<SqliteValue> values)
    {
        SqliteConnection connection = Borrow();
        try
        {
            return connection.Execute(sql, values);
        }
        finally
        {
            Return(connection);
        }
    }

    /// <summary>Runs one statement and reads each of its rows.</summary>
    public IReadOnlyList<T> Query<T>(string sql, Func<SqliteRow, T> read, params ReadOnlySpan<SqliteValue> values)
    {
        SqliteConnection connection = Borrow();
        try
        {
            return connection.Query(sql, read, values);
        }
        finally
        {
            Return(connection);
        }
    }

    /// <summary>Runs several statements that are kept together or, when the callback throws, not at all.</summary>
    public void InTransaction(Action<SqliteConnection> work)
    {
        SqliteConnection connection = Borrow();
        try
        {
            connection.Execute("BEGIN IMMEDIATE");
            try
            {
                work(connection);
                connection.Execute("COMMIT");
            }
            catch
            {
                connection.RollBack();
                throw;
            }
        }
        finally
        {
            Return(connection);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            while (_idle.TryPop(out SqliteConnection? connection))
            {
                connection.Dispose();
            }
        }

        _folder.Delete(recursive: true);
    }

    private SqliteConnection Borrow()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_idle.TryPop(out SqliteConnection? connection))
            {
                return connection;
            }
        }

        var opened = new SqliteConnection(Path);
        // The file does not outlive the process, so nothing has to survive a power failure.
        opened.Execute("PRAGMA synchronous = OFF");
        return opened;
    }

    private void Return(SqliteConnection connection)
    {
        lock (_lock)
        {
            if (!_disposed)
            {
                _idle.Push(connection);
                return;
            }
        }

        connection.Dispose();
    }
}
