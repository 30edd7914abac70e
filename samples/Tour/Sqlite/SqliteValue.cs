using System.Text;
using SQLitePCL;

namespace Tour.Sqlite;

/// <summary>A parameter of a statement. Its conversions are the types that SQLite stores; no other compiles.</summary>
internal readonly struct SqliteValue
{
    private readonly object? _value;

    private SqliteValue(object? value) => _value = value;

    public static implicit operator SqliteValue(long value) => new(value);

    public static implicit operator SqliteValue(double value) => new(value);

    public static implicit operator SqliteValue(string? value) => new(value);

    public static implicit operator SqliteValue(byte[]? value) => new(value);

    /// <summary>Binds the value to the parameter at a position, counted from 1.</summary>
    /// <returns>SQLite's result code.</returns>
    internal int Bind(sqlite3_stmt statement, int position) => _value switch
    {
        long number => raw.sqlite3_bind_int64(statement, position, number),
        double number => raw.sqlite3_bind_double(statement, position, number),
        // An empty span has no address, and SQLite takes a text without an address for NULL.
        "" => raw.sqlite3_bind_text(statement, position, ""),
        string text => raw.sqlite3_bind_text(statement, position, Encoding.UTF8.GetBytes(text)),
        byte[] bytes => raw.sqlite3_bind_blob(statement, position, bytes),
        _ => raw.sqlite3_bind_null(statement, position),
    };
}
