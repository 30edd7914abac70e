namespace Engine.Server.Network.Uring;

/// <summary>How the kernel is to treat a submission.</summary>
[Flags]
internal enum SubmissionOptions : byte
{
    None = 0,

    /// <summary>The kernel takes a buffer of the registered group when bytes are there.</summary>
    SelectBuffer = 1 << 5,

    /// <summary>Nothing is told of what went well.</summary>
    SilentSuccess = 1 << 6,
}
