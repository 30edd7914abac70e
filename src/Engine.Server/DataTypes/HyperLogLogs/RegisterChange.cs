namespace Engine.Server.DataTypes.HyperLogLogs;

/// <summary>What became of a register that was to be raised.</summary>
internal enum RegisterChange
{
    /// <summary>It was as high already.</summary>
    None,

    Raised,

    /// <summary>Nothing yet: the registers have to become dense before.</summary>
    NeedsDense,

    /// <summary>The registers are corrupt.</summary>
    Corrupt,
}
