using System.Text;
using SQLitePCL;

namespace Tour.Sqlite;

/// <summary>
/// The row that a query stands on. It is read inside the query's callback and cannot outlive it. SQLite would turn a
/// value of another type into a zero or an empty text; this refuses, so that a wrong column shows itself.
/// </summary>
internal readonly ref struct SqliteRow
{
    private readonly sqlite3_stmt _statement;

    internal SqliteRow(sqlite3_stmt statement) => _statement = statement;

    public bool IsNull(int column) => TypeOf(column) == raw.SQLITE_NULL;

    public long GetInt64(int column)
    {
        Require(column, TypeOf(column) == raw.SQLITE_INTEGER, "an INTEGER");
        return raw.sqlite3_column_int64(_statement, column);
    }

    public double GetDouble(int column)
    {
        Require(column, TypeOf(column) is raw.SQLITE_FLOAT or raw.SQLITE_INTEGER, "a number");
        return raw.sqlite3_column_double(_statement, column);
    }

    public string GetString(int column)
    {
        Require(column, TypeOf(column) == raw.SQLITE_TEXT, "a TEXT");
        return Encoding.UTF8.GetString(raw.sqlite3_column_blob(_statement, column));
    }

    public byte[] GetBytes(int column)
    {
        Require(column, TypeOf(column) == raw.SQLITE_BLOB, "a BLOB");
        return raw.sqlite3_column_blob(_statement, column).ToArray();
    }

    private int TypeOf(int column)
    {
        int columns = raw.sqlite3_data_count(_statement);
        return (uint)column < (uint)columns
            ? raw.sqlite3_column_type(_statement, column)
            : throw new ArgumentOutOfRangeException(
                nameof(column), column, $"The row has {columns} columns, counted from 0.");
    }

    private void Require(int column, bool holds, string expected)
    {
        if (!holds)
        {
            string name = raw.sqlite3_column_name(_statement, column).utf8_to_string();
            throw new InvalidCastException(
                $"Column {column} ({name}) is not {expected}; read it as the type it has, or test IsNull first.");
        }
    }
}
