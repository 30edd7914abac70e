namespace Engine.Server.Access;

/// <summary>
/// What a user lacked. When no selector allows a request, the last of the reasons in this order is told.
/// </summary>
internal enum DenialReason
{
    None,
    Command,
    Key,

    /// <summary>The password was wrong, or the user is off or does not exist.</summary>
    Auth,

    Channel,
}
