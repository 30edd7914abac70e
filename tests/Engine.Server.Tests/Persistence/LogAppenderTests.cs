using Engine.Server.Persistence.Logs;
using Redis.Fixtures;

namespace Engine.Server.Tests.Persistence;

public sealed class LogAppenderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_synchronization_that_failed_is_tried_again_though_nothing_more_is_written()
    {
        var files = new DyingFiles();
        var thread = new BackgroundThread();
        var appender = new LogAppender(files.Append("log"), thread, now: 0);
        appender.Buffer.Begin(1);
        appender.Buffer.Add("PING"u8);
        appender.Flush(AppendSync.EverySecond, now: 500, isSyncHeldBack: false);
        files.IsFull = true;
        appender.Flush(AppendSync.EverySecond, now: 1000, isSyncHeldBack: false);
        await Poll.UntilAsync(
            _ => Task.FromResult(appender.Failure is not null && !appender.IsSyncing), "it failed", Cancellation);

        files.IsFull = false;
        appender.Flush(AppendSync.EverySecond, now: 1500, isSyncHeldBack: false);
        Assert.NotNull(appender.Failure);
        appender.Flush(AppendSync.EverySecond, now: 2000, isSyncHeldBack: false);
        await Poll.UntilAsync(_ => Task.FromResult(appender.Failure is null), "it was tried again", Cancellation);
        Assert.Equal("*1\r\n$4\r\nPING\r\n"u8.ToArray(), files.AfterCrash(isKind: true).Read("log"));
        thread.End();
    }
}
