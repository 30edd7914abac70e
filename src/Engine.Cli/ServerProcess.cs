using System.Globalization;
using System.Runtime.InteropServices;
using Engine.Server;
using Microsoft.Extensions.Logging;

namespace Engine.Cli;

/// <summary>An engine as a process of its own: starts it, reports as redis-server does, ends it on a signal.</summary>
internal static partial class ServerProcess
{
    public static async Task<int> RunAsync(EngineOptions options)
    {
        using var logger = new RedisLogger(options.LogFile, () => options.LogLevel);
        options.Logger = logger;
        Log.Starting(logger);
        Log.Version(logger, EngineServer.RedisVersion, EngineServer.Version, Environment.ProcessId);
        if (options.WorkingDirectory.Length > 0)
            Directory.SetCurrentDirectory(options.WorkingDirectory);

        EngineServer server;
        try
        {
            server = await EngineServer.StartAsync(options);
        }
        catch (Exception failure) when (failure
            is IOException or InvalidDataException or ArgumentException or UnauthorizedAccessException)
        {
            Log.CannotStart(logger, failure.Message);
            return 1;
        }

        WritePidFile(options.PidFile);
        using PosixSignalRegistration terminate = StopOn(PosixSignal.SIGTERM, "SIGTERM", server, logger);
        using PosixSignalRegistration interrupt = StopOn(PosixSignal.SIGINT, "SIGINT", server, logger);

        // As redis-server: that the terminal is closed from which it was started does not end it.
        using PosixSignalRegistration hangUp =
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => context.Cancel = true);
        Log.Listening(logger, server.Port != 0 ? server.Port : server.TlsPort, Environment.ProcessId);
        Log.Initialised(logger);
        Log.Ready(logger);
        return await WaitAsync(server, options, logger);
    }

    private static async Task<int> WaitAsync(EngineServer server, EngineOptions options, ILogger logger)
    {
        try
        {
            await server.Completion;
        }
        catch (Exception failure)
        {
            // The engine has closed its clients; all that is left is to say why and to exit as failed.
            Log.Failed(logger, failure);
            return 1;
        }
        finally
        {
            await server.DisposeAsync();
            if (options.PidFile.Length > 0)
                File.Delete(options.PidFile);
        }

        Log.Ended(logger);
        return 0;
    }

    private static PosixSignalRegistration StopOn(
        PosixSignal signal, string name, EngineServer server, ILogger logger) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            Log.Signalled(logger, name);
            _ = server.TryShutDownAsync();
        });

    private static void WritePidFile(string path)
    {
        if (path.Length > 0)
            File.WriteAllText(path, Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n");
    }

    private static partial class Log
    {
        [LoggerMessage(3000, LogLevel.Warning, "oO0OoO0OoO0Oo The engine is starting oO0OoO0OoO0Oo")]
        public static partial void Starting(ILogger logger);

        [LoggerMessage(
            3001,
            LogLevel.Warning,
            "Redis version={RedisVersion}, engine={EngineVersion}, pid={ProcessId}, just started")]
        public static partial void Version(ILogger logger, string redisVersion, string engineVersion, int processId);

        [LoggerMessage(3002, LogLevel.Warning, "Failed to start, aborting: {Reason}")]
        public static partial void CannotStart(ILogger logger, string reason);

        [LoggerMessage(3003, LogLevel.Information, "Running mode=standalone, port={Port}. PID: {ProcessId}")]
        public static partial void Listening(ILogger logger, int port, int processId);

        [LoggerMessage(3004, LogLevel.Warning, "Server initialized")]
        public static partial void Initialised(ILogger logger);

        [LoggerMessage(3005, LogLevel.Information, "Ready to accept connections")]
        public static partial void Ready(ILogger logger);

        [LoggerMessage(3006, LogLevel.Warning, "Received {Signal} scheduling shutdown...")]
        public static partial void Signalled(ILogger logger, string signal);

        [LoggerMessage(3007, LogLevel.Warning, "The engine is now ready to exit, bye bye...")]
        public static partial void Ended(ILogger logger);

        [LoggerMessage(3008, LogLevel.Critical, "The engine failed and ends")]
        public static partial void Failed(ILogger logger, Exception failure);
    }
}
