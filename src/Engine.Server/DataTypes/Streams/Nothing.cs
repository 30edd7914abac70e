namespace Engine.Server.DataTypes.Streams;

/// <summary>The value of ids that stand for themselves.</summary>
internal readonly struct Nothing;
