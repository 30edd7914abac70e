namespace Engine.Server.Keyspace;

/// <summary>
/// A <see cref="TimeProvider"/> that moves only when it is told to, and waits after each move until the engines that
/// use it have done all that became due.
/// </summary>
internal interface IVirtualClock
{
    /// <summary>Returns false when this clock moves by itself after all, so that the user has to wait for it.</summary>
    bool TryAttach(IVirtualClockUser user);

    void Detach(IVirtualClockUser user);
}

/// <summary>An engine, as a virtual clock sees it.</summary>
internal interface IVirtualClockUser
{
    /// <summary>
    /// Does what is due by now. Completes when nothing is left to do until time moves or a client sends something.
    /// </summary>
    Task SettleAsync();
}
