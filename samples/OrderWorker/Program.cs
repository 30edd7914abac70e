using OrderWorker;

return await Demonstration.RunAsync(redis: args.Length > 0 ? args[0] : null, Console.Out) ? 0 : 1;
