using Tour.Sqlite;

namespace Tour.Tests.Sqlite;

public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly SqliteDatabase _database = new();

    public SqliteDatabaseTests()
    {
        _database.Execute("CREATE TABLE item (id INTEGER PRIMARY KEY, value)");
    }

    public void Dispose() => _database.Dispose();

    [Fact]
    public void Execute_answers_how_many_rows_changed()
    {
        Assert.Equal(2, _database.Execute("INSERT INTO item VALUES (1, 'a'), (2, 'b')"));
        Assert.Equal(1, _database.Execute("DELETE FROM item WHERE id = ?1", 2));
        Assert.Equal(0, _database.Execute("DELETE FROM item WHERE id = ?1", 2));
        Assert.Equal(0, _database.Execute("CREATE TABLE other (id INTEGER)"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("Śródmieście 東京 🏙")]
    [InlineData("before\0after")]
    [InlineData("'; DROP TABLE item; --")]
    public void Text_comes_back_as_it_was(string text)
    {
        _database.Execute("INSERT INTO item VALUES (1, ?1)", text);

        Assert.Equal(text, Read(row => row.GetString(0)));
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(0)]
    [InlineData(long.MaxValue)]
    public void Whole_numbers_come_back_as_they_were(long number)
    {
        _database.Execute("INSERT INTO item VALUES (1, ?1)", number);

        Assert.Equal(number, Read(row => row.GetInt64(0)));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(double.MaxValue)]
    [InlineData(double.NegativeInfinity)]
    public void Fractions_come_back_as_they_were(double number)
    {
        _database.Execute("INSERT INTO item VALUES (1, ?1)", number);

        Assert.Equal(number, Read(row => row.GetDouble(0)));
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0, 255, 0, 1 })]
    public void Bytes_come_back_as_they_were(byte[] bytes)
    {
        _database.Execute("INSERT INTO item VALUES (1, ?1)", bytes);

        Assert.Equal(bytes, Read(row => row.GetBytes(0)));
    }

    [Fact]
    public void Null_is_neither_empty_nor_zero()
    {
        _database.Execute("INSERT INTO item VALUES (1, ?1)", (string?)null);

        Assert.True(Read(row => row.IsNull(0)));
        Assert.Throws<InvalidCastException>(() => Read(row => row.GetString(0)));
        Assert.Throws<InvalidCastException>(() => Read(row => row.GetInt64(0)));
    }

    [Fact]
    public void A_value_of_another_type_is_refused_with_the_column()
    {
        _database.Execute("INSERT INTO item VALUES (1, 'twelve')");

        InvalidCastException refusal = Assert.Throws<InvalidCastException>(() => Read(row => row.GetInt64(0)));

        Assert.StartsWith("Column 0 (value) is not an INTEGER", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidCastException>(() => Read(row => row.GetDouble(0)));
        Assert.Throws<InvalidCastException>(() => Read(row => row.GetBytes(0)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void A_column_that_is_not_there_is_refused(int column)
    {
        _database.Execute("INSERT INTO item VALUES (1, 'a')");

        Assert.Throws<ArgumentOutOfRangeException>(() => Read(row => row.GetString(column)));
    }

    [Fact]
    public void A_refused_statement_carries_SQLites_message()
    {
        _database.Execute("INSERT INTO item VALUES (1, 'a')");

        SqliteException refusal = Assert.Throws<SqliteException>(
            () => _database.Execute("INSERT INTO item VALUES (?1, 'b')", 1));

        Assert.Equal(1555, refusal.ErrorCode);
        Assert.Equal(
            "UNIQUE constraint failed: item.id (SQLite result code 1555): INSERT INTO item VALUES (?1, 'b')",
            refusal.Message);
    }

    [Fact]
    public void A_statement_works_again_after_it_was_refused()
    {
        const string insert = "INSERT INTO item VALUES (?1, 'a')";
        _database.Execute(insert, 1);
        Assert.Throws<SqliteException>(() => _database.Execute(insert, 1));

        Assert.Equal(1, _database.Execute(insert, 2));
    }

    [Fact]
    public void A_syntax_error_carries_SQLites_message()
    {
        SqliteException refusal = Assert.Throws<SqliteException>(() => _database.Execute("SELEC 1"));

        Assert.StartsWith("near \"SELEC\": syntax error", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_statement_is_refused_and_the_first_not_run()
    {
        Assert.Throws<ArgumentException>(
            () => _database.Execute("INSERT INTO item VALUES (1, 'a'); DROP TABLE item"));

        Assert.Equal(0, CountItems());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_wrong_number_of_values_is_refused(int given)
    {
        SqliteValue[] values = [.. Enumerable.Repeat((SqliteValue)1L, given)];

        ArgumentException refusal = Assert.Throws<ArgumentException>(
            () => _database.Execute("INSERT INTO item VALUES (?1, 'a')", values));

        Assert.StartsWith(
            $"The statement has 1 parameters and was given {given} values", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_callback_that_throws_leaves_the_statement_usable()
    {
        _database.Execute("INSERT INTO item VALUES (1, 'a'), (2, 'b')");
        const string query = "SELECT id FROM item ORDER BY id";

        Assert.Throws<FormatException>(() => _database.Query<long>(query, _ => throw new FormatException()));

        Assert.Equal([1, 2], _database.Query(query, row => row.GetInt64(0)));
    }

    [Fact]
    public void A_callback_may_run_the_same_query()
    {
        _database.Execute("INSERT INTO item VALUES (1, 'a'), (2, 'b')");
        const string query = "SELECT id FROM item ORDER BY id";

        _database.InTransaction(connection =>
        {
            Assert.Equal(2, Count());
            Assert.Equal([2, 2], connection.Query(query, _ => Count()));

            int Count() => connection.Query(query, row => row.GetInt64(0)).Count;
        });
    }

    [Fact]
    public void A_transaction_keeps_all_its_changes()
    {
        _database.InTransaction(connection =>
        {
            connection.Execute("INSERT INTO item VALUES (1, 'a')");
            connection.Execute("INSERT INTO item VALUES (2, 'b')");
            Assert.Equal(0, CountItems());
        });

        Assert.Equal(2, CountItems());
    }

    [Fact]
    public void A_transaction_that_throws_keeps_none_and_rethrows()
    {
        SqliteException refusal = Assert.Throws<SqliteException>(() => _database.InTransaction(connection =>
        {
            connection.Execute("INSERT INTO item VALUES (1, 'a')");
            connection.Execute("INSERT OR ROLLBACK INTO item VALUES (1, 'b')");
        }));

        Assert.Equal(1555, refusal.ErrorCode);
        Assert.Equal(0, CountItems());
        _database.InTransaction(connection => connection.Execute("INSERT INTO item VALUES (1, 'a')"));
        Assert.Equal(1, CountItems());
    }

    [Fact]
    public async Task Two_hundred_readers_and_writers_work_at_once()
    {
        const int users = 200;
        const int rounds = 20;
        _database.Execute("INSERT INTO item VALUES (0, 0)");
        using var together = new Barrier(users);

        // Threads of their own, so that all two hundred really are inside SQLite at the same time.
        await Task.WhenAll(Enumerable.Range(1, users).Select(user => Task.Factory.StartNew(
            () =>
            {
                together.SignalAndWait(TestContext.Current.CancellationToken);
                for (int round = 0; round < rounds; round++)
                {
                    if (user % 20 == 0)
                    {
                        _database.Execute("UPDATE item SET value = value + 1 WHERE id = 0");
                    }
                    else
                    {
                        Assert.InRange(Read(row => row.GetInt64(0)), 0, users / 20 * rounds);
                    }
                }
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.Equal(users / 20 * rounds, Read(row => row.GetInt64(0)));
    }

    [Fact]
    public void Disposal_deletes_the_file_and_ends_the_use()
    {
        string path = _database.Path;
        Assert.True(File.Exists(path));

        _database.Dispose();
        _database.Dispose();

        Assert.False(Directory.Exists(Path.GetDirectoryName(path)));
        Assert.Throws<ObjectDisposedException>(() => CountItems());
    }

    private long CountItems() => _database.Query("SELECT COUNT(*) FROM item", row => row.GetInt64(0))[0];

    private T Read<T>(Func<SqliteRow, T> read) => Assert.Single(_database.Query("SELECT value FROM item", read));
}
