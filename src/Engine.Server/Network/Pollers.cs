using Engine.Server.Network.Uring;

namespace Engine.Server.Network;

/// <summary>Makes the poller that the options ask for.</summary>
internal static class Pollers
{
    public static IPoller Create(NetworkBackend backend) => backend switch
    {
        NetworkBackend.Epoll or NetworkBackend.IoUring when !OperatingSystem.IsLinux() =>
            throw new PlatformNotSupportedException(
                $"{nameof(EngineOptions.Network)} is {backend}, which only Linux has; "
                + $"use {NetworkBackend.Automatic} or {NetworkBackend.Sockets}."),
        NetworkBackend.IoUring => UringPoller.TryCreate() ?? throw new PlatformNotSupportedException(
            $"{nameof(EngineOptions.Network)} is {backend}, which this system lacks or forbids (containers often do); "
            + $"use {NetworkBackend.Automatic} or {NetworkBackend.Epoll}."),
        NetworkBackend.Sockets => new SignalPoller(),
        NetworkBackend.Epoll => new EpollPoller(),
        _ when OperatingSystem.IsLinux() => UringPoller.TryCreate() ?? (IPoller)new EpollPoller(),
        _ => new SignalPoller(),
    };
}
