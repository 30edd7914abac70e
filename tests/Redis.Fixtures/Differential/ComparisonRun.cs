using Redis.Fixtures.Resp;

namespace Redis.Fixtures.Differential;

/// <summary>One run of a script on two servers.</summary>
internal sealed class ComparisonRun(Session reference, Session subject, int protocol)
{
    private readonly StepHistory _history = new(reference.Name, subject.Name);
    private readonly Dictionary<int, CommandName> _lastCommands = [];
    private readonly Dictionary<int, List<CommandName>> _queues = [];

    /// <summary>The first difference; null when there is none.</summary>
    public async Task<Difference?> FindDifferenceAsync(Script script, CancellationToken cancellationToken)
    {
        int count = 0;
        foreach (Step step in script.Steps)
        {
            count++;
            NoteCommand(step);
            var (expected, actual) = await OnBothAsync(session => session.RunAsync(step, cancellationToken));
            if (Compare(step, expected, actual) is { } description)
            {
                return new Difference(count, description);
            }

            _history.Add(step, expected);
            TrackTransaction(step, expected);
        }

        foreach (int connection in _lastCommands.Keys.Order())
        {
            Step rest = new("(what was left unread)") { Connection = connection };
            var (expected, actual) = await OnBothAsync(session => session.DrainAsync(connection, cancellationToken));
            if (Compare(rest, expected, actual) is { } description)
            {
                return new Difference(count, description);
            }
        }

        return null;
    }

    private async Task<(IReadOnlyList<Answer> Expected, IReadOnlyList<Answer> Actual)> OnBothAsync(
        Func<Session, Task<IReadOnlyList<Answer>>> action)
    {
        Task<IReadOnlyList<Answer>> first = action(reference);
        Task<IReadOnlyList<Answer>> second = action(subject);
        await Task.WhenAll(first, second);
        return (await first, await second);
    }

    /// <summary>The description of the first difference; null when there is none.</summary>
    private string? Compare(Step step, IReadOnlyList<Answer> expected, IReadOnlyList<Answer> actual)
    {
        for (int index = 0; index < Math.Max(expected.Count, actual.Count); index++)
        {
            Answer first = index < expected.Count ? expected[index] : Answer.Nothing;
            Answer second = index < actual.Count ? actual[index] : Answer.Nothing;
            if (first == Answer.TimedOut && second == Answer.TimedOut)
            {
                string title = $"Neither server sent what the script waits for at: {step.Line}";
                throw new InvalidOperationException(_history.Describe(title, first, second, compared: null));
            }

            var compared = Compared(step.Connection, first.Value, second.Value);
            bool areEqual = compared is var (one, other)
                ? one.Raw.Span.SequenceEqual(other.Raw.Span)
                : first == second;
            if (!areEqual)
            {
                string title = $"The servers differ (RESP{protocol}, reply {index + 1}) at: {step.Line}";
                return _history.Describe(title, first, second, compared);
            }
        }

        return null;
    }

    /// <summary>The form in which two values are compared; null when there are not two.</summary>
    private (RespValue First, RespValue Second)? Compared(int connection, RespValue? expected, RespValue? actual)
    {
        if (expected is null || actual is null)
        {
            return null;
        }

        CommandName name = _lastCommands.GetValueOrDefault(connection, CommandName.None);
        return name.Command == "EXEC" && _queues.TryGetValue(connection, out List<CommandName>? queue)
            ? NormaliseTransaction(queue, expected, actual)
            : Normalisers.Apply(name, expected, actual);
    }

    /// <summary>
    /// The reply of EXEC is the replies of the commands that were queued, each with its own row of the table.
    /// </summary>
    private static (RespValue First, RespValue Second) NormaliseTransaction(
        List<CommandName> queue, RespValue expected, RespValue actual)
    {
        if (expected.Items.Count != queue.Count || actual.Items.Count != queue.Count)
        {
            return (expected, actual);
        }

        var pairs = queue
            .Select((name, index) => Normalisers.Apply(name, expected[index], actual[index]))
            .ToList();
        return (expected.WithItems([.. pairs.Select(pair => pair.Reference)]),
            actual.WithItems([.. pairs.Select(pair => pair.Subject)]));
    }

    private void NoteCommand(Step step)
    {
        if (step.Kind is StepKind.Command or StepKind.Scan or StepKind.Raw)
        {
            _lastCommands[step.Connection] =
                step.Kind is StepKind.Command ? CommandName.Of(step.Arguments) : CommandName.None;
        }
    }

    private void TrackTransaction(Step step, IReadOnlyList<Answer> answers)
    {
        if (step.Kind is StepKind.Close)
        {
            _queues.Remove(step.Connection);
        }

        if (step.Kind is not StepKind.Command)
        {
            return;
        }

        if (answers is [.., { Value: { Type: RespType.SimpleString, Text: "QUEUED" } }])
        {
            if (!_queues.TryGetValue(step.Connection, out List<CommandName>? queue))
            {
                _queues[step.Connection] = queue = [];
            }

            queue.Add(_lastCommands[step.Connection]);
        }
        else if (EndsTransaction(_lastCommands[step.Connection].Command, answers))
        {
            _queues.Remove(step.Connection);
        }
    }

    /// <summary>A nested MULTI and a DISCARD with arguments are refused and leave the queue as it is.</summary>
    private static bool EndsTransaction(string command, IReadOnlyList<Answer> answers) =>
        command is "EXEC" or "RESET" || (command is "DISCARD" && answers is [.., { Value.IsError: false }]);
}
