namespace Engine.Testing;

internal enum FaultKind
{
    HoldRequest,
    DelayRequest,
    DropRequest,
    CutBeforeRequest,
    HoldReply,
    DelayReply,
    DropReply,
    CutBeforeReply,
}
