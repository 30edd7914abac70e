using System.Globalization;
using System.Runtime.InteropServices;
using Engine.Server;
using Microsoft.Extensions.Logging;

namespace Engine.Cli;

/// <summary>An engine as a process of its own: starts it, reports as redis-server does, ends it on a signal.</summary>
/// <remarks>The first thread has nothing else to do, so it waits: asynchronous methods would have to be compiled before
/// the engine can answer its first client.</remarks>
internal static class ServerProcess
{
    public static int Run(EngineOptions options)
    {
        using var logger = new RedisLogger(options.LogFile, () => options.LogLevel);
        options.Logger = logger;
        logger.Write(LogLevel.Warning, "oO0OoO0OoO0Oo The engine is starting oO0OoO0OoO0Oo");
        logger.Write(
            LogLevel.Warning,
            $"Redis version={EngineServer.RedisVersion}, engine={EngineServer.Version}, "
            + $"pid={Environment.ProcessId}, just started");
        if (options.WorkingDirectory.Length > 0)
            Directory.SetCurrentDirectory(options.WorkingDirectory);

        EngineServer server;
        try
        {
            server = EngineServer.StartAsync(options).GetAwaiter().GetResult();
        }
        catch (Exception failure) when (failure
            is IOException or InvalidDataException or ArgumentException or UnauthorizedAccessException)
        {
            logger.Write(LogLevel.Warning, $"Failed to start, aborting: {failure.Message}");
            return 1;
        }

        WritePidFile(options.PidFile);
        using PosixSignalRegistration terminate = StopOn(PosixSignal.SIGTERM, "SIGTERM", server, logger);
        using PosixSignalRegistration interrupt = StopOn(PosixSignal.SIGINT, "SIGINT", server, logger);

        // As redis-server: that the terminal is closed from which it was started does not end it.
        using PosixSignalRegistration hangUp =
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => context.Cancel = true);
        int port = server.Port != 0 ? server.Port : server.TlsPort;
        logger.Write(LogLevel.Information, $"Running mode=standalone, port={port}. PID: {Environment.ProcessId}");
        logger.Write(LogLevel.Warning, "Server initialized");
        logger.Write(LogLevel.Information, "Ready to accept connections");
        return Wait(server, options, logger);
    }

    private static int Wait(EngineServer server, EngineOptions options, RedisLogger logger)
    {
        try
        {
            server.Completion.GetAwaiter().GetResult();
        }
        catch (Exception failure)
        {
            // The engine has closed its clients; all that is left is to say why and to exit as failed.
            logger.Write(LogLevel.Critical, "The engine failed and ends", failure);
            return 1;
        }
        finally
        {
            server.DisposeAsync().AsTask().GetAwaiter().GetResult();
            if (options.PidFile.Length > 0)
                File.Delete(options.PidFile);
        }

        logger.Write(LogLevel.Warning, "The engine is now ready to exit, bye bye...");
        return 0;
    }

    private static PosixSignalRegistration StopOn(
        PosixSignal signal, string name, EngineServer server, RedisLogger logger) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            logger.Write(LogLevel.Warning, $"Received {name} scheduling shutdown...");
            _ = server.TryShutDownAsync();
        });

    private static void WritePidFile(string path)
    {
        if (path.Length > 0)
            File.WriteAllText(path, Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n");
    }
}
