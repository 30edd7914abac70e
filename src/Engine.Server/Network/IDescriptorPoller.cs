namespace Engine.Server.Network;

/// <summary>Waits for descriptors of the operating system.</summary>
internal interface IDescriptorPoller : IPoller
{
    /// <summary>Whether descriptors are to be such that no call on them waits.</summary>
    bool NeedsNonBlocking { get; }

    /// <summary>Tells <paramref name="target"/> as long as somebody waits to be accepted.</summary>
    void AddListener(int descriptor, IPollTarget target);

    /// <summary>When it returns, the kernel needs the listener no more.</summary>
    void RemoveListener(int descriptor);

    /// <summary>Carries the bytes of a client that was accepted.</summary>
    /// <param name="unixPath">The path of the Unix socket, null for TCP.</param>
    Transport CreateTransport(int descriptor, string? unixPath);
}
