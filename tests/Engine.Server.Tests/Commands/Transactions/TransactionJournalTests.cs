using Engine.Server.Tests.Journal;

namespace Engine.Server.Tests.Commands.Transactions;

/// <summary>Where one unit of the journal ends and the next begins.</summary>
public sealed class TransactionJournalTests : EngineTests
{
    private readonly EffectRecorder _effects = new();

    private IEnumerable<string> Units =>
        _effects.Units.Select(unit => string.Join("; ", unit.Select(words => string.Join(' ', words))));

    [Fact]
    public async Task Nothing_is_journalled_before_exec_nor_of_a_transaction_that_does_not_run()
    {
        await RecordAsync();
        await CallAsync("MULTI", "SET a 1");
        Assert.Empty(Units);
        await CallAsync("DISCARD", "MULTI", "SET a 1", "FOO", "EXEC");
        await CallAsync("WATCH k", "SET k 1", "MULTI", "SET a 1", "EXEC");
        Assert.Equal(["0 SET k 1"], Units);
    }

    [Fact]
    public async Task Requests_of_one_pipeline_are_units_of_their_own()
    {
        await RecordAsync();
        byte[] pipeline = "SET a 1\r\nMULTI\r\nSET a 2\r\nSET a 3\r\nEXEC\r\nSET a 4\r\n"u8.ToArray();
        await Client.SendRawAsync(pipeline, Cancellation);
        for (int i = 0; i < 6; i++)
            await Client.ReadAsync(Cancellation);
        Assert.Equal(["0 SET a 1", "0 SET a 2; 0 SET a 3", "0 SET a 4"], Units);
    }

    private Task RecordAsync() => Engine.RunAsync(() => Engine.Journal.Subscribe(_effects));
}
