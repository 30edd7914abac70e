using Engine.Lua.Execution;
using Engine.Lua.Values;

namespace Engine.Lua.Libraries.Strings;

/// <summary>
/// Matches a pattern of Lua 5.1. It backtracks over a list of choices instead of calling itself, so no pattern exhausts
/// the host's stack, and it counts its steps, so that a script in a match that would take hours can be stopped.
/// </summary>
internal ref partial struct PatternMatcher
{
    public const int MaxCaptures = 32;

    /// <summary>How many choices the caller provides room for; more take an array.</summary>
    public const int InitialChoices = 16;

    private const byte Escape = (byte)'%';
    private const int StepsBetweenReports = 1000;

    private readonly LuaCall _call;
    private readonly ReadOnlySpan<byte> _subject;
    private readonly ReadOnlySpan<byte> _pattern;

    // The byte that every match begins with, or -1 when that is not obvious.
    private readonly int _first;
    private Span<Choice> _choices;
    private int _choiceCount;
    private Capture.Buffer _captures;
    private int _captureCount;
    private int _position;
    private int _item;
    private int _steps;

    /// <param name="call">The call that matches: for errors, strings, and the watch over its steps.</param>
    /// <param name="subject">What is searched.</param>
    /// <param name="pattern">The pattern without its anchor; a zero byte ends it.</param>
    /// <param name="choices">Room for <see cref="InitialChoices"/>.</param>
    public PatternMatcher(LuaCall call, ReadOnlySpan<byte> subject, ReadOnlySpan<byte> pattern, Span<Choice> choices)
    {
        _call = call;
        _subject = subject;
        _pattern = LuaNumber.UpToZero(pattern);
        _first = FirstByteOf(_pattern);
        _choices = choices;
    }

    public readonly int CaptureCount => _captureCount;

    /// <summary>Matches at the first position, from one on, where there is a match.</summary>
    /// <param name="start">Where to begin; becomes the start of the match.</param>
    /// <returns>The end of the match, or -1.</returns>
    public int MatchFrom(ref int start)
    {
        for (; start <= _subject.Length; start++)
        {
            if (_first >= 0)
            {
                int skipped = _subject[start..].IndexOf((byte)_first);
                Spend(skipped < 0 ? _subject.Length - start : skipped);
                if (skipped < 0)
                {
                    break;
                }

                start += skipped;
            }

            int end = MatchAt(start);
            if (end >= 0)
            {
                return end;
            }
        }

        return -1;
    }

    /// <summary>Matches at one position of the subject.</summary>
    /// <returns>The end of the match, or -1.</returns>
    public int MatchAt(int position)
    {
        _position = position;
        _item = 0;
        _captureCount = 0;
        _choiceCount = 0;
        do
        {
            Spend(1);
            if (_item == _pattern.Length)
            {
                return _position;
            }
        }
        while (MatchItem() || Backtrack());
        return -1;
    }

    /// <summary>
    /// Pushes all captures, or the whole match when the pattern has none and there is a match to push.
    /// </summary>
    public readonly int PushCaptures(int start, int end)
    {
        int count = _captureCount == 0 && start >= 0 ? 1 : _captureCount;
        for (int i = 0; i < count; i++)
        {
            _call.Push(GetCapture(i, start, end));
        }

        return count;
    }

    /// <summary>A capture by its index from 0; the first one of a pattern without any is the whole match.</summary>
    public readonly LuaValue GetCapture(int index, int start, int end)
    {
        if (index >= _captureCount)
        {
            return index == 0
                ? _call.CreateString(_subject[start..end])
                : throw _call.Error("invalid capture index");
        }

        Capture capture = _captures[index];
        return capture.Length switch
        {
            Capture.Unfinished => throw _call.Error("unfinished capture"),
            Capture.Position => capture.Start + 1,
            _ => _call.CreateString(_subject.Slice(capture.Start, capture.Length)),
        };
    }

    private static int FirstByteOf(ReadOnlySpan<byte> pattern)
    {
        bool isLiteral = !pattern.IsEmpty
            && !"(%.[)$"u8.Contains(pattern[0])
            && (pattern.Length == 1 || !"*?-"u8.Contains(pattern[1]));
        return isLiteral ? pattern[0] : -1;
    }

    private void Spend(int steps)
    {
        _steps += steps;
        if (_steps >= StepsBetweenReports)
        {
            _call.Work(_steps);
            _steps = 0;
        }
    }

    private void AddChoice(ChoiceKind kind, int position, int bound, int item)
    {
        if (_choiceCount == _choices.Length)
        {
            // No item of the pattern leaves two choices, so the pattern bounds the list.
            var larger = new Choice[_choices.Length * 2];
            _choices.CopyTo(larger);
            _choices = larger;
        }

        _choices[_choiceCount++] = new Choice { Kind = kind, Position = position, Bound = bound, Item = item };
    }

    /// <summary>Goes back to the last choice that has another way, and takes it.</summary>
    private bool Backtrack()
    {
        while (_choiceCount > 0)
        {
            ref Choice choice = ref _choices[_choiceCount - 1];
            switch (choice.Kind)
            {
                case ChoiceKind.Greedy:
                    _position = choice.Position;
                    _item = choice.Item;
                    if (--choice.Position < choice.Bound)
                    {
                        _choiceCount--;
                    }

                    return true;
                case ChoiceKind.Lazy when MatchesAt(choice.Position, choice.Item, choice.Bound):
                    _position = ++choice.Position;
                    _item = choice.Bound + 1;
                    return true;
                case ChoiceKind.Opened:
                    _captureCount--;
                    break;
                case ChoiceKind.Closed:
                    _captures[choice.Position].Length = Capture.Unfinished;
                    break;
            }

            _choiceCount--;
        }

        return false;
    }
}
