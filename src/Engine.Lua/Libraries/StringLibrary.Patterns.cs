using System.Buffers;
using Engine.Lua.Execution;
using Engine.Lua.Libraries.Strings;
using Engine.Lua.Values;

namespace Engine.Lua.Libraries;

/// <content>Searching by pattern.</content>
public static partial class StringLibrary
{
    private static readonly SearchValues<byte> Special = SearchValues.Create("^$*+?.([%-"u8);

    private static int Find(LuaCall call) => Search(call, wantsPositions: true);

    private static int Match(LuaCall call) => Search(call, wantsPositions: false);

    private static int Search(LuaCall call, bool wantsPositions)
    {
        ReadOnlySpan<byte> subject = call.CheckString(1).Span;
        ReadOnlySpan<byte> pattern = call.CheckString(2).Span;
        long wanted = Absolute(call.OptionalInteger(3, 1), subject.Length) - 1;
        int start = (int)Math.Clamp(wanted, 0, subject.Length);
        if (wantsPositions && (call[4].IsTruthy || !LuaNumber.UpToZero(pattern).ContainsAny(Special)))
        {
            call.Thread.WorkOn(subject.Length - start);
            int found = subject[start..].IndexOf(pattern);
            return found < 0
                ? call.Return(default(LuaValue))
                : call.Return(start + found + 1, start + found + pattern.Length);
        }

        bool anchored = pattern.StartsWith("^"u8);
        var matcher = new PatternMatcher(
            call, subject, anchored ? pattern[1..] : pattern, stackalloc Choice[PatternMatcher.InitialChoices]);
        int end = anchored ? matcher.MatchAt(start) : matcher.MatchFrom(ref start);
        if (end < 0)
        {
            return call.Return(default(LuaValue));
        }

        if (!wantsPositions)
        {
            return matcher.PushCaptures(start, end);
        }

        call.Push(start + 1);
        call.Push(end);
        return matcher.PushCaptures(-1, end) + 2;
    }

    private static int MatchEach(LuaCall call)
    {
        var matches = new MatchIterator(call.CheckString(1), call.CheckString(2));
        return call.Return(call.State.CreateFunction("gmatch_iterator", matches.MoveNext));
    }
}
