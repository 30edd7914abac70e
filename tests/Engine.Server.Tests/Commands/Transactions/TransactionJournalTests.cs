using Engine.Server.Tests.Journal;

namespace Engine.Server.Tests.Commands.Transactions;

public sealed class TransactionJournalTests : EngineTests
{
    [Fact]
    public async Task Effects_of_a_transaction_are_one_unit()
    {
        JournalRecorder journal = await JournalRecorder.StartAsync(Engine);
        await CallAsync("MULTI", "SET a 1", "GET a", "SELECT 2", "INCR b", "DEL missing", "EXEC");
        Assert.Equal(["0: SET a 1; 2: INCR b"], await journal.TakeAsync(Engine));
    }

    [Fact]
    public async Task Nothing_is_journalled_before_exec_nor_of_a_transaction_that_does_not_run()
    {
        JournalRecorder journal = await JournalRecorder.StartAsync(Engine);
        await CallAsync("MULTI", "SET a 1");
        Assert.Empty(await journal.TakeAsync(Engine));
        await CallAsync("DISCARD", "MULTI", "SET a 1", "FOO", "EXEC");
        await CallAsync("WATCH k", "SET k 1", "MULTI", "SET a 1", "EXEC");
        Assert.Equal(["0: SET k 1"], await journal.TakeAsync(Engine));
    }

    [Fact]
    public async Task A_transaction_that_only_reads_is_not_journalled()
    {
        JournalRecorder journal = await JournalRecorder.StartAsync(Engine);
        await CallAsync("MULTI", "GET a", "PUBLISH c m", "EXEC");
        Assert.Empty(await journal.TakeAsync(Engine));
    }

    [Fact]
    public async Task A_command_that_fails_leaves_no_effect_among_the_others()
    {
        JournalRecorder journal = await JournalRecorder.StartAsync(Engine);
        await CallAsync("SET text x", "MULTI", "SET a 1", "INCR text", "SET b 2", "EXEC");
        Assert.Equal(["0: SET text x", "0: SET a 1; 0: SET b 2"], await journal.TakeAsync(Engine));
    }

    [Fact]
    public async Task Requests_of_one_pipeline_are_units_of_their_own()
    {
        JournalRecorder journal = await JournalRecorder.StartAsync(Engine);
        byte[] pipeline = "SET a 1\r\nMULTI\r\nSET a 2\r\nSET a 3\r\nEXEC\r\nSET a 4\r\n"u8.ToArray();
        await Client.SendRawAsync(pipeline, Cancellation);
        for (int i = 0; i < 6; i++)
            await Client.ReadAsync(Cancellation);
        Assert.Equal(["0: SET a 1", "0: SET a 2; 0: SET a 3", "0: SET a 4"], await journal.TakeAsync(Engine));
    }
}
