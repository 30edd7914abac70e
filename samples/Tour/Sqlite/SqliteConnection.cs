using SQLitePCL;

namespace Tour.Sqlite;

/// <summary>
/// One connection with the statements that it has prepared. It serves one thread at a time;
/// <see cref="SqliteDatabase"/> hands each caller its own.
/// </summary>
internal sealed class SqliteConnection : IDisposable
{
    private const int BusyTimeoutMilliseconds = 10_000;

    private readonly sqlite3 _handle;
    private readonly Dictionary<string, sqlite3_stmt> _prepared = [];

    static SqliteConnection() => Batteries_V2.Init();

    public SqliteConnection(string path)
    {
        // NOMUTEX: the pool already gives a connection to one thread at a time.
        int flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX;
        int result = raw.sqlite3_open_v2(path, out _handle, flags, null);
        try
        {
            Check(result, $"open {path}");
            Check(raw.sqlite3_extended_result_codes(_handle, 1), "extended result codes");
            Check(raw.sqlite3_busy_timeout(_handle, BusyTimeoutMilliseconds), "busy timeout");
        }
        catch
        {
            _handle.Dispose();
            throw;
        }
    }

    /// <summary>Runs one statement and returns how many rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<SqliteValue> values)
    {
        int before = raw.sqlite3_total_changes(_handle);
        Run(sql, values, static _ => true, rows: null);
        return raw.sqlite3_total_changes(_handle) - before;
    }

    /// <summary>Runs one statement and reads each of its rows.</summary>
    public IReadOnlyList<T> Query<T>(string sql, Func<SqliteRow, T> read, params ReadOnlySpan<SqliteValue> values)
    {
        var rows = new List<T>();
        Run(sql, values, read, rows);
        return rows;
    }

    /// <summary>Ends the transaction without its changes, unless SQLite has already done so by itself.</summary>
    public void RollBack()
    {
        if (raw.sqlite3_get_autocommit(_handle) == 0)
        {
            Execute("ROLLBACK");
        }
    }

    public void Dispose()
    {
        foreach (sqlite3_stmt statement in _prepared.Values)
        {
            statement.Dispose();
        }

        _handle.Dispose();
    }

    private void Run<T>(string sql, ReadOnlySpan<SqliteValue> values, Func<SqliteRow, T> read, List<T>? rows)
    {
        // Taken out while it runs, so that a callback may run the same statement again on this connection.
        if (!_prepared.Remove(sql, out sqlite3_stmt? statement))
        {
            statement = Prepare(sql);
        }

        try
        {
            Bind(statement, sql, values);
            int result;
            while ((result = raw.sqlite3_step(statement)) == raw.SQLITE_ROW)
            {
                rows?.Add(read(new SqliteRow(statement)));
            }

            Check(result, sql);
        }
        finally
        {
            // A reset repeats the error of the step before it, which is on its way to the caller already.
            _ = raw.sqlite3_reset(statement);
            _ = raw.sqlite3_clear_bindings(statement);
            if (!_prepared.TryAdd(sql, statement))
            {
                statement.Dispose();
            }
        }
    }

    private sqlite3_stmt Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_handle, sql, out sqlite3_stmt statement, out string tail), sql);
        if (!string.IsNullOrWhiteSpace(tail))
        {
            statement.Dispose();
            throw new ArgumentException($"One statement at a time: '{tail.Trim()}' follows the first.", nameof(sql));
        }

        return statement;
    }

    private void Bind(sqlite3_stmt statement, string sql, ReadOnlySpan<SqliteValue> values)
    {
        int expected = raw.sqlite3_bind_parameter_count(statement);
        if (values.Length != expected)
        {
            throw new ArgumentException(
                $"The statement has {expected} parameters and was given {values.Length} values: {sql}", nameof(values));
        }

        for (int i = 0; i < values.Length; i++)
        {
            Check(values[i].Bind(statement, i + 1), sql);
        }
    }

    private void Check(int result, string sql)
    {
        if (result is not (raw.SQLITE_OK or raw.SQLITE_DONE))
        {
            string message = raw.sqlite3_errmsg(_handle).utf8_to_string();
            throw new SqliteException(result, $"{message} (SQLite result code {result}): {sql}");
        }
    }
}
