namespace Tour.Sqlite;

/// <summary>SQLite refused a statement; the message is SQLite's own, with the statement it refused.</summary>
internal sealed class SqliteException(int errorCode, string message) : Exception(message)
{
    /// <summary>SQLite's extended result code, for instance 1555 for a primary key that is already there.</summary>
    public int ErrorCode { get; } = errorCode;
}
