namespace Engine.Lua.Libraries.Strings;

/// <content>The items of a pattern.</content>
internal ref partial struct PatternMatcher
{
    private readonly byte PatternAt(int index) => index < _pattern.Length ? _pattern[index] : (byte)0;

    /// <summary>Matches the item at hand and moves on, in the pattern and in the subject.</summary>
    private bool MatchItem()
    {
        switch (_pattern[_item])
        {
            case (byte)'(':
                OpenCapture();
                return true;
            case (byte)')':
                CloseCapture();
                return true;
            case (byte)'$' when _item + 1 == _pattern.Length:
                _item++;
                return _position == _subject.Length;
            case Escape:
                byte kind = PatternAt(_item + 1);
                if (kind == 'b')
                {
                    return MatchBalanced();
                }

                if (kind == 'f')
                {
                    return MatchFrontier();
                }

                return char.IsAsciiDigit((char)kind) ? MatchBackReference(kind) : MatchCharacters();
            default:
                return MatchCharacters();
        }
    }

    private bool MatchCharacters()
    {
        int item = _item;
        int end = EndOfItem(item);
        switch (PatternAt(end))
        {
            case (byte)'?':
                if (MatchesAt(_position, item, end))
                {
                    AddChoice(ChoiceKind.Greedy, _position, _position, end + 1);
                    _position++;
                }

                _item = end + 1;
                return true;
            case (byte)'*':
                Repeat(_position, item, end);
                return true;
            case (byte)'+':
                if (!MatchesAt(_position, item, end))
                {
                    return false;
                }

                Repeat(_position + 1, item, end);
                return true;
            case (byte)'-':
                AddChoice(ChoiceKind.Lazy, _position, end, item);
                _item = end + 1;
                return true;
            default:
                if (!MatchesAt(_position, item, end))
                {
                    return false;
                }

                _position++;
                _item = end;
                return true;
        }
    }

    /// <summary>Takes as many characters as match, and remembers that fewer would do.</summary>
    private void Repeat(int first, int item, int end)
    {
        int last = first;
        while (MatchesAt(last, item, end))
        {
            last++;
        }

        Spend(last - first);
        if (last > first)
        {
            AddChoice(ChoiceKind.Greedy, last - 1, first, end + 1);
        }

        _position = last;
        _item = end + 1;
    }

    private void OpenCapture()
    {
        if (_captureCount == MaxCaptures)
        {
            throw _call.Error("too many captures");
        }

        bool isPosition = PatternAt(_item + 1) == ')';
        _captures[_captureCount++] = new Capture
        {
            Start = _position,
            Length = isPosition ? Capture.Position : Capture.Unfinished,
        };
        AddChoice(ChoiceKind.Opened, 0, 0, 0);
        _item += isPosition ? 2 : 1;
    }

    private void CloseCapture()
    {
        int index = _captureCount - 1;
        while (index >= 0 && _captures[index].Length != Capture.Unfinished)
        {
            index--;
        }

        if (index < 0)
        {
            throw _call.Error("invalid pattern capture");
        }

        _captures[index].Length = _position - _captures[index].Start;
        AddChoice(ChoiceKind.Closed, index, 0, 0);
        _item++;
    }

    private bool MatchBackReference(byte digit)
    {
        int index = digit - '1';
        if (index < 0 || index >= _captureCount || _captures[index].Length == Capture.Unfinished)
        {
            throw _call.Error("invalid capture index");
        }

        Capture capture = _captures[index];
        if (capture.Length == Capture.Position
            || !_subject[_position..].StartsWith(_subject.Slice(capture.Start, capture.Length)))
        {
            return false;
        }

        Spend(capture.Length);
        _position += capture.Length;
        _item += 2;
        return true;
    }

    private bool MatchBalanced()
    {
        if (_item + 3 >= _pattern.Length)
        {
            throw _call.Error("unbalanced pattern");
        }

        byte open = _pattern[_item + 2];
        byte close = _pattern[_item + 3];
        if (_position == _subject.Length || _subject[_position] != open)
        {
            return false;
        }

        int depth = 1;
        for (int i = _position + 1; i < _subject.Length; i++)
        {
            if (_subject[i] == close)
            {
                if (--depth == 0)
                {
                    Spend(i - _position);
                    _position = i + 1;
                    _item += 4;
                    return true;
                }
            }
            else if (_subject[i] == open)
            {
                depth++;
            }
        }

        Spend(_subject.Length - _position);
        return false;
    }

    /// <summary>
    /// Matches between a character outside a set and one inside; a zero byte stands before and behind the
    /// subject.
    /// </summary>
    private bool MatchFrontier()
    {
        int item = _item + 2;
        if (PatternAt(item) != '[')
        {
            throw _call.Error("missing '[' after '%f' in pattern");
        }

        int end = EndOfItem(item);
        byte previous = _position == 0 ? (byte)0 : _subject[_position - 1];
        byte next = _position == _subject.Length ? (byte)0 : _subject[_position];
        _item = end;
        return !SetContains(previous, item, end - 1) && SetContains(next, item, end - 1);
    }

    /// <summary>Where the item ends that begins there: a character, an escaped one, or a set.</summary>
    private readonly int EndOfItem(int item)
    {
        byte first = _pattern[item++];
        if (first == Escape)
        {
            return item < _pattern.Length ? item + 1 : throw _call.Error("malformed pattern (ends with '%')");
        }

        if (first != '[')
        {
            return item;
        }

        if (PatternAt(item) == '^')
        {
            item++;
        }

        do
        {
            if (item == _pattern.Length)
            {
                throw _call.Error("malformed pattern (missing ']')");
            }

            if (_pattern[item++] == Escape && item < _pattern.Length)
            {
                item++;
            }
        }
        while (PatternAt(item) != ']');
        return item + 1;
    }

    private readonly bool MatchesAt(int position, int item, int end)
    {
        if ((uint)position >= (uint)_subject.Length)
        {
            return false;
        }

        byte value = _subject[position];
        return _pattern[item] switch
        {
            (byte)'.' => true,
            Escape => CharacterClass.Contains(_pattern[item + 1], value),
            (byte)'[' => SetContains(value, item, end - 1),
            byte literal => literal == value,
        };
    }

    /// <summary>Whether the set between two brackets contains a byte.</summary>
    private readonly bool SetContains(byte value, int open, int close)
    {
        bool listed = true;
        int item = open + 1;
        if (_pattern[item] == '^')
        {
            listed = false;
            item++;
        }

        for (; item < close; item++)
        {
            byte first = _pattern[item];
            if (first == Escape)
            {
                item++;
                if (CharacterClass.Contains(_pattern[item], value))
                {
                    return listed;
                }
            }
            else if (_pattern[item + 1] == '-' && item + 2 < close)
            {
                item += 2;
                if (first <= value && value <= _pattern[item])
                {
                    return listed;
                }
            }
            else if (first == value)
            {
                return listed;
            }
        }

        return !listed;
    }
}
