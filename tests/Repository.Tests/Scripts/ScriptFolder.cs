namespace Repository.Tests.Scripts;

/// <summary>
/// A folder with copies of the repository's scripts and a bin folder of stand-ins for the programs that they call, so
/// that a test sees what a script does without its doing it.
/// </summary>
internal sealed class ScriptFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ScriptFolder(params string[] scripts)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The scripts are for bash on Linux and macOS.");
        foreach (string script in scripts)
        {
            Write(script, File.ReadAllText(Path.Combine(SourceTree.RepositoryRoot, script)));
        }
    }

    public string Root => _folder.Path;

    public string Bin => Path.Combine(Root, "bin");

    public string Write(string name, string text) => _folder.Write(name, text);

    /// <summary>What stands in for a program: a shell script.</summary>
    public void Program(string name, string script)
    {
        string path = Write($"bin/{name}", $"#!/bin/bash\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Lets a program of the system be found, where the bin folder is the whole path.</summary>
    public void Link(params string[] programs)
    {
        Directory.CreateDirectory(Bin);
        foreach (string program in programs)
        {
            File.CreateSymbolicLink(Path.Combine(Bin, program), Locate(program));
        }
    }

    /// <summary>Runs a script with the stand-ins before everything else on the path, or alone on it.</summary>
    public Task<Command> Run(
        string script, string[] arguments, bool alone = false, params (string, string?)[] environment)
    {
        string path = alone ? Bin : $"{Bin}:{Environment.GetEnvironmentVariable("PATH")}";
        string[] commandLine = [Path.Combine(Root, script), .. arguments];
        return Command.Run(Path.GetTempPath(), Locate("bash"), commandLine, [("PATH", path), .. environment]);
    }

    public void Dispose() => _folder.Dispose();

    private static string Locate(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':')
            .Select(folder => Path.Combine(folder, program))
            .First(File.Exists);
}
