namespace Engine.Lua.Compilation;

/// <summary>Where a closure finds an upvalue when it is made: a register of its maker, or an upvalue of it.</summary>
internal readonly record struct UpvalueSource(bool IsLocal, int Index);
