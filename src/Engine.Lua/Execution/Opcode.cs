namespace Engine.Lua.Execution;

/// <summary>
/// The instructions of Lua 5.1, and variants of the frequent ones for operands whose kind the compiler knows.
/// R is a register, K a constant, RK either: from <see cref="Operand.FirstConstant"/> on it is a constant.
/// </summary>
internal enum Opcode : byte
{
    Move,
    LoadConstant,
    LoadBoolean,
    LoadNil,
    GetUpvalue,
    GetGlobal,
    GetTable,
    SetGlobal,
    SetUpvalue,
    SetTable,
    NewTable,
    Self,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Power,
    Negate,
    Not,
    Length,
    Concat,
    Jump,
    Equal,
    LessThan,
    LessOrEqual,
    Test,
    TestSet,
    Call,
    TailCall,
    Return,
    ForLoop,
    ForPrepare,
    TableForLoop,
    SetList,
    Close,
    Closure,
    Vararg,

    // Variants; Opcodes.Generic leads back.
    GetField,
    SetField,
    AddConstant,
    SubtractConstant,
    MultiplyConstant,
    EqualConstant,
    LessThanConstant,
    LessOrEqualConstant,
    JumpBack,
    ReturnOne,
}
