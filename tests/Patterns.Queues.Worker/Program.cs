using System.Diagnostics;
using Patterns.Queues;
using Patterns.Queues.Inbox;
using Patterns.Queues.Worker;
using StackExchange.Redis;

// A worker of the crash tests: ENDPOINT PREFIX NAME HISTORY. It works until it is killed.
(string endpoint, string prefix, string name, string path) = (args[0], args[1], args[2], args[3]);
ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(
    $"{endpoint},abortConnect=false,connectRetry=100,connectTimeout=500,asyncTimeout=30000,allowAdmin=true");
IDatabase database = connection.GetDatabase();
StreamQueue<Job> queue = CrashSetup.Create(database, prefix);
var inbox = new MessageInbox(database, "effects", new InboxOptions { KeyPrefix = prefix });
using var history = new HistoryWriter(path, name);
_ = StallWatch.RunAsync(database, history);
await queue.ProcessAsync(
    async (message, cancellationToken) =>
    {
        Job job = message.Body;
        history.Write("begin", job.Number, message.Attempt);
        if (job.Kind == JobKind.Poison)
        {
            Process.GetCurrentProcess().Kill();
        }

        await Task.Delay(TimeSpan.FromMilliseconds(job.Number % 7), TimeProvider.System, cancellationToken);
        if (job.Kind == JobKind.FailsOnce && message.Attempt == 1)
        {
            history.Write("failed", job.Number, message.Attempt);
            throw new InvalidOperationException("Once.");
        }

        await inbox.CommitAsync(
            $"{job.Number}",
            transaction => _ = transaction.HashIncrementAsync(inbox.EffectKey("done"), job.Number),
            cancellationToken);
        history.Write("done", job.Number, message.Attempt);
    },
    new ConsumerOptions { Concurrency = 16 });
