using Engine.Cli;
using Engine.Server;

if (CommandLineInformation.TryWrite(args, Console.Out))
    return 0;

EngineOptions options;
try
{
    options = EngineOptions.Parse(args);
    options.Network = NetworkChoice.FromEnvironment();
}
catch (FormatException failure)
{
    Console.Error.WriteLine(
        $"\n*** FATAL CONFIG FILE ERROR (Redis {EngineServer.RedisVersion}) ***\n{failure.Message}");
    return 1;
}

return ServerProcess.Run(options);
