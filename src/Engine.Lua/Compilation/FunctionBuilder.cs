using Engine.Lua.Execution;
using Engine.Lua.Syntax;
using Engine.Lua.Values;

namespace Engine.Lua.Compilation;

/// <summary>
/// Makes the code of one function while the parser reads it, in one pass. Registers are handed out as a stack: first
/// the local variables, above them what expressions need for the moment.
/// </summary>
internal sealed partial class FunctionBuilder
{
    private const int MaxConstants = 262_144;
    private const int MaxRegisters = 250;
    private const int MaxLocals = 200;
    private const int MaxUpvalues = 60;
    private const int MaxJump = 131_071;

    // The target of a test whose value nobody wants.
    private const int NoRegister = byte.MaxValue;

    private readonly Lexer _lexer;
    private readonly LuaString _source;
    private readonly int _lineDefined;
    private readonly List<Instruction> _code = [];
    private readonly List<int> _lines = [];
    private readonly List<LuaValue> _constants = [];
    private readonly Dictionary<LuaValue, int> _constantIndices = [];
    private readonly List<Prototype> _prototypes = [];
    private readonly List<LocalVariable> _locals = [];
    private readonly List<int> _active = [];
    private readonly List<UpvalueSource> _upvalues = [];
    private readonly List<LuaString> _upvalueNames = [];

    private int _stackSize = 2;

    // Up to here the code relies on registers to be nil when the function begins.
    private int _cleanRegisters;

    // Jumps to the next instruction, and the last position that some jump may lead to.
    private int _pendingJumps = JumpList.None;
    private int _lastTarget = -1;

    public FunctionBuilder(Lexer lexer, FunctionBuilder? outer, int lineDefined)
    {
        _lexer = lexer;
        _source = lexer.ChunkName;
        _lineDefined = lineDefined;
        Outer = outer;
    }

    public FunctionBuilder? Outer { get; }

    public Block? Block { get; private set; }

    public int ParameterCount { get; set; }

    public bool IsVararg { get; set; }

    /// <summary>Whether the function may use its extra arguments through the table arg.</summary>
    public bool NeedsArg { get; set; }

    public int LastLineDefined { get; set; }

    /// <summary>The first register that is free.</summary>
    public int FreeRegister { get; set; }

    public int ActiveLocals => _active.Count;

    public int Position => _code.Count;

    public Prototype Finish()
    {
        EndLocals(0);
        Return(0, 0);
        Instruction[] code = [.. _code];
        Specialiser.Run(code, [.. _constants]);
        return new Prototype
        {
            Source = _source,
            Code = code,
            Lines = [.. _lines],
            Constants = [.. _constants],
            Prototypes = [.. _prototypes],
            Locals = [.. _locals],
            UpvalueNames = [.. _upvalueNames],
            LineDefined = _lineDefined,
            LastLineDefined = LastLineDefined,
            ParameterCount = ParameterCount,
            StackSize = _stackSize,
            CleanRegisters = Math.Max(_cleanRegisters, ParameterCount + (IsVararg ? 1 : 0)),
            IsVararg = IsVararg,
            NeedsArg = NeedsArg,
        };
    }

    /// <summary>Adds an inner function: its closure, and where each of its upvalues comes from.</summary>
    public Expression Closure(FunctionBuilder inner)
    {
        _prototypes.Add(inner.Finish());
        var closure = new Expression(
            ExpressionKind.Relocatable, Emit(new Instruction(Opcode.Closure, 0, _prototypes.Count - 1)));
        foreach (UpvalueSource upvalue in inner._upvalues)
        {
            Emit(upvalue.IsLocal ? Opcode.Move : Opcode.GetUpvalue, 0, upvalue.Index, 0);
        }

        return closure;
    }

    public int Emit(Opcode opcode, int a, int b, int c) => Emit(new Instruction(opcode, a, b, c));

    public int Emit(Instruction instruction)
    {
        ResolvePendingJumps();
        _code.Add(instruction);
        _lines.Add(_lexer.LastLine);
        return _code.Count - 1;
    }

    /// <summary>Gives the last instruction another line.</summary>
    public void SetLine(int line) => _lines[^1] = line;

    /// <summary>Changes an operand of an instruction.</summary>
    public ref Instruction At(int position) =>
        ref System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_code)[position];

    public void Return(int first, int count) => Emit(Opcode.Return, first, count + 1, 0);

    /// <summary>Stores items of a table constructor, all of its values when the count is open.</summary>
    public void SetList(int table, int items, int count)
    {
        int block = ((items - 1) / ListBlock.Size) + 1;
        Emit(new Instruction(Opcode.SetList, table, block) { B = (ushort)Math.Max(count, 0) });
        FreeRegister = table + 1;
    }

    /// <summary>Sets a range of registers to nil.</summary>
    public void LoadNil(int from, int count)
    {
        if (Position > _lastTarget)
        {
            if (Position == 0)
            {
                // Registers above the parameters are clean when a function begins.
                if (from >= ActiveLocals)
                {
                    _cleanRegisters = Math.Max(_cleanRegisters, from + count);
                    return;
                }
            }
            else if (ExtendNil(ref At(Position - 1), from, count))
            {
                return;
            }
        }

        Emit(Opcode.LoadNil, from, from + count - 1, 0);
    }

    public int AddConstant(LuaValue value)
    {
        if (_constantIndices.TryGetValue(value, out int index))
        {
            return index;
        }

        if (_constants.Count >= MaxConstants)
        {
            throw new LuaException("constant table overflow");
        }

        _constants.Add(value);
        _constantIndices[value] = _constants.Count - 1;
        return _constants.Count - 1;
    }

    /// <summary>Refuses what exceeds a bound of a function.</summary>
    public void CheckLimit(int count, int limit, string what)
    {
        if (count > limit)
        {
            string function = _lineDefined == 0 ? "main function" : $"function at line {_lineDefined}";
            throw _lexer.Error($"{function} has more than {limit} {what}", null);
        }
    }

    public void CheckStack(int count)
    {
        int size = FreeRegister + count;
        if (size > _stackSize)
        {
            if (size >= MaxRegisters)
            {
                throw _lexer.SyntaxError("function or expression too complex");
            }

            _stackSize = size;
        }
    }

    public void Reserve(int count)
    {
        CheckStack(count);
        FreeRegister += count;
    }

    private static bool ExtendNil(ref Instruction previous, int from, int count)
    {
        if (previous.Opcode != Opcode.LoadNil || from < previous.A || from > previous.B + 1)
        {
            return false;
        }

        previous.B = (ushort)Math.Max(previous.B, from + count - 1);
        return true;
    }

    private void Free(int register)
    {
        if (register < Operand.FirstConstant && register >= ActiveLocals)
        {
            FreeRegister--;
        }
    }

    private void Free(Expression expression)
    {
        if (expression.Kind == ExpressionKind.Register)
        {
            Free(expression.Info);
        }
    }
}
