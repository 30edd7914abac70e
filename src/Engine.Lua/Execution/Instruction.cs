using System.Runtime.InteropServices;

namespace Engine.Lua.Execution;

/// <summary>
/// An instruction for the virtual machine. Operands lie on whole bytes, so reading one is a single load.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 8)]
internal struct Instruction
{
    [FieldOffset(0)]
    public Opcode Opcode;

    [FieldOffset(1)]
    public byte A;

    [FieldOffset(2)]
    public ushort B;

    [FieldOffset(4)]
    public ushort C;

    // A constant, a prototype or a distance to jump, in place of B and C.
    [FieldOffset(4)]
    public int D;

    public Instruction(Opcode opcode, int a, int b, int c)
    {
        Opcode = opcode;
        A = (byte)a;
        B = (ushort)b;
        C = (ushort)c;
    }

    public Instruction(Opcode opcode, int a, int d)
    {
        Opcode = opcode;
        A = (byte)a;
        D = d;
    }
}
