using Engine.Lua.Execution;
using Engine.Lua.Values;
using Engine.Server.DataTypes;
using Engine.Server.Protocol;

namespace Engine.Server.Scripting;

/// <summary>The request that a call of <c>redis.call</c> makes, in buffers that are used again.</summary>
internal sealed class ScriptRequest
{
    private const int BytesKept = 64 * 1024;
    private const int NumberLength = 32;

    private byte[] _bytes = new byte[1024];
    private ArgumentSlice[] _slices = new ArgumentSlice[16];
    private int _length;
    private int _count;

    public Request View => new(_bytes.AsSpan(0, _length), _slices.AsSpan(0, _count));

    /// <summary>
    /// Takes the arguments of a call. False when one of them is neither a string nor a number.
    /// </summary>
    public bool TryRead(LuaCall call)
    {
        Clear(call.Count);
        for (int i = 1; i <= call.Count; i++)
        {
            LuaValue value = call[i];
            if (value.TryGetString(out LuaString? text))
                Add(text.Span);
            else if (value.TryGetNumber(out double number))
                Add(number);
            else
                return false;
        }

        return true;
    }

    private void Clear(int arguments)
    {
        _length = 0;
        _count = 0;
        if (_bytes.Length > BytesKept)
            _bytes = new byte[BytesKept];
        if (_slices.Length < arguments)
            _slices = new ArgumentSlice[Math.Max(arguments, 2 * _slices.Length)];
    }

    private void Add(ReadOnlySpan<byte> argument)
    {
        argument.CopyTo(Reserve(argument.Length));
        Append(argument.Length);
    }

    /// <summary>As C's <c>%.17g</c> writes it.</summary>
    private void Add(double number)
    {
        const double ExactIntegers = 1L << 53;
        Span<byte> space = Reserve(NumberLength);
        bool isInteger = Math.Abs(number) <= ExactIntegers && number == Math.Floor(number)
            && !(number == 0 && double.IsNegative(number));
        Append(isInteger ? Numbers.Format((long)number, space) : DoubleText.Format(number, space));
    }

    private Span<byte> Reserve(int length)
    {
        if (_bytes.Length - _length < length)
            Array.Resize(ref _bytes, Math.Max(_length + length, 2 * _bytes.Length));
        return _bytes.AsSpan(_length);
    }

    private void Append(int length)
    {
        _slices[_count++] = new ArgumentSlice(_length, length);
        _length += length;
    }
}
