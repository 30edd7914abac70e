using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Tour.Sqlite;

namespace OrderWorker;

/// <summary>A statement with named parameters, as every ADO.NET provider has it: as much of it as a sample needs that
/// has no provider at hand.</summary>
internal sealed partial class SqliteCommand(SqliteDatabase database) : DbCommand
{
    private readonly SqliteParameters _parameters = new();

    [AllowNull]
    public override string CommandText { get; set; } = "";

    public override int CommandTimeout { get; set; }

    public override CommandType CommandType { get; set; } = CommandType.Text;

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection { get; set; }

    protected override DbTransaction? DbTransaction { get; set; }

    protected override DbParameterCollection DbParameterCollection => _parameters;

    public void Add(string name, object value)
        => _parameters.Add(new SqliteParameter { ParameterName = name, Value = value });

    public override int ExecuteNonQuery()
    {
        // The database helper knows parameters by their place only.
        SqliteValue[] values = [.. ParameterName().Matches(CommandText).Select(match => Value(match.Value))];
        return database.Execute(ParameterName().Replace(CommandText, "?"), values);
    }

    public override void Cancel() => throw new NotSupportedException("A statement of SQLite is short.");

    public override void Prepare()
    {
    }

    public override object ExecuteScalar() => throw new NotSupportedException("Read with SqliteDatabase.Query.");

    protected override DbParameter CreateDbParameter() => new SqliteParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior)
        => throw new NotSupportedException("Read with SqliteDatabase.Query.");

    private SqliteValue Value(string name) => _parameters[name].Value switch
    {
        long number => number,
        string text => text,
        object other => throw new NotSupportedException($"{name} is a {other.GetType().Name}: give a long or a text."),
        null => (string?)null,
    };

    [GeneratedRegex(@"@\w+")]
    private static partial Regex ParameterName();
}
