namespace Engine.Lua.Compilation;

/// <summary>An expression on its way to a register.</summary>
internal sealed class Expression
{
    public Expression(ExpressionKind kind = ExpressionKind.Void, int info = 0)
    {
        Kind = kind;
        Info = info;
    }

    public Expression(double number)
        : this(ExpressionKind.Number) => Number = number;

    public ExpressionKind Kind { get; set; }

    public int Info { get; set; }

    public int Key { get; set; }

    public double Number { get; set; }

    /// <summary>Jumps that leave the expression when it is true, and when it is false.</summary>
    public int TrueJumps { get; set; } = JumpList.None;

    public int FalseJumps { get; set; } = JumpList.None;

    public bool HasJumps => TrueJumps != FalseJumps;

    /// <summary>Whether it is a number that operators can be applied to at once.</summary>
    public bool IsNumeral => Kind == ExpressionKind.Number && !HasJumps;

    public bool HasManyValues => Kind is ExpressionKind.Call or ExpressionKind.Vararg;

    public void CopyFrom(Expression other)
    {
        Kind = other.Kind;
        Info = other.Info;
        Key = other.Key;
        Number = other.Number;
        TrueJumps = other.TrueJumps;
        FalseJumps = other.FalseJumps;
    }

    public void Become(ExpressionKind kind, int info)
    {
        Kind = kind;
        Info = info;
    }
}
