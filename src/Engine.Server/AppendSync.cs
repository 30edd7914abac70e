namespace Engine.Server;

/// <summary>When the append-only file is made safe from a crash of the machine.</summary>
public enum AppendSync
{
    /// <summary>Whenever the operating system does it.</summary>
    No,

    /// <summary>Once a second: that much may be lost.</summary>
    EverySecond,

    /// <summary>Before the reply: nothing is lost that was acknowledged.</summary>
    Always,
}
