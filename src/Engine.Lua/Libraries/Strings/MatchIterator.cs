using Engine.Lua.Execution;
using Engine.Lua.Values;

namespace Engine.Lua.Libraries.Strings;

/// <summary>What gmatch returns a function for: each call gives the captures of the next match.</summary>
internal sealed class MatchIterator(LuaString subject, LuaString pattern)
{
    private int _start;

    public int MoveNext(LuaCall call)
    {
        // An anchor has no meaning here and is an ordinary character.
        var matcher = new PatternMatcher(
            call, subject.Span, pattern.Span, stackalloc Choice[PatternMatcher.InitialChoices]);
        int start = _start;
        int end = matcher.MatchFrom(ref start);
        if (end < 0)
        {
            _start = subject.Length + 1;
            return call.Return();
        }

        _start = end == start ? end + 1 : end;
        return matcher.PushCaptures(start, end);
    }
}
