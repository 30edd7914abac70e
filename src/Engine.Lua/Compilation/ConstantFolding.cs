using Engine.Lua.Execution;

namespace Engine.Lua.Compilation;

/// <summary>Computes at once what does not change: arithmetic of numerals.</summary>
internal static class ConstantFolding
{
    /// <summary>Divisions by zero and results that are no number are left to the machine.</summary>
    public static bool TryFold(Opcode opcode, double left, double right, out double result)
    {
        bool isDivision = opcode is Opcode.Divide or Opcode.Modulo;
        result = opcode switch
        {
            Opcode.Concat or Opcode.Length => double.NaN,
            _ when isDivision && right == 0 => double.NaN,
            _ => Arithmetic.Compute(opcode, left, right),
        };
        return !double.IsNaN(result);
    }
}
