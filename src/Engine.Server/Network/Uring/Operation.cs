namespace Engine.Server.Network.Uring;

/// <summary>The numbers by which io_uring knows the operations that are used here.</summary>
internal enum Operation : byte
{
    Poll = 6,
    Cancel = 14,
    Read = 22,
    Send = 26,
    Receive = 27,
}
