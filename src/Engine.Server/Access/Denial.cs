namespace Engine.Server.Access;

/// <summary>Why a request is denied; the default is that it is not.</summary>
/// <param name="Reason">What the user lacks.</param>
/// <param name="Position">The argument that is the key or channel.</param>
internal readonly record struct Denial(DenialReason Reason, int Position)
{
    public bool IsNone => Reason == DenialReason.None;

    /// <summary>Whether this is what is told when another selector denies the request as well.</summary>
    public bool Outranks(Denial other) =>
        Reason > other.Reason || (Reason == other.Reason && Position > other.Position);
}
