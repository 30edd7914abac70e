namespace Patterns.Fixtures;

/// <summary>A server of one test's own, which the test may stop.</summary>
public abstract class InterruptibleServer : RecipeServer
{
    /// <summary>Freezes the server: its connections stay open, nothing answers.</summary>
    public abstract Task PauseAsync();

    /// <summary>Lets a paused server run on.</summary>
    public abstract void LetRun();

    /// <summary>Ends the server; its connections break and its port refuses new ones.</summary>
    public abstract Task KillAsync();

    /// <summary>Starts a killed server at the same place, empty.</summary>
    public abstract Task StartAgainAsync();
}
