using Redis.Fixtures.Resp;

namespace Redis.Fixtures.Differential;

/// <summary>One run of a script on two servers.</summary>
internal sealed class ComparisonRun(Session reference, Session subject, int protocol)
{
    private readonly StepHistory _history = new();
    private readonly Dictionary<int, CommandName> _lastCommands = [];
    private readonly Dictionary<int, List<CommandName>> _queues = [];

    /// <summary>A description of the first difference; null when there is none.</summary>
    public async Task<string?> FindDifferenceAsync(Script script, CancellationToken cancellationToken)
    {
        foreach (Step step in script.Steps)
        {
            if (step.Kind is StepKind.Command or StepKind.Raw)
            {
                _lastCommands[step.Connection] =
                    step.Kind is StepKind.Raw ? CommandName.None : CommandName.Of(step.Arguments);
            }

            var (expected, actual) = await OnBothAsync(session => session.RunAsync(step, cancellationToken));
            if (Compare(step, expected, actual) is { } difference)
            {
                return difference;
            }

            _history.Add(step, expected);
            TrackTransaction(step, expected);
        }

        foreach (int connection in _lastCommands.Keys.Order())
        {
            Step rest = new("(what was left unread)") { Connection = connection };
            var (expected, actual) = await OnBothAsync(session => session.DrainAsync(connection, cancellationToken));
            if (Compare(rest, expected, actual) is { } difference)
            {
                return difference;
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

    private string? Compare(Step step, IReadOnlyList<Answer> expected, IReadOnlyList<Answer> actual)
    {
        Answer nothing = new(null, "(nothing)");
        for (int index = 0; index < Math.Max(expected.Count, actual.Count); index++)
        {
            Answer first = index < expected.Count ? expected[index] : nothing;
            Answer second = index < actual.Count ? actual[index] : nothing;
            if (first == Answer.TimedOut && second == Answer.TimedOut)
            {
                throw new InvalidOperationException(
                    _history.Describe($"Neither server sent what the script waits for at: {step.Line}", reference, first, subject, second));
            }

            if (!AreEqual(step.Connection, first, second))
            {
                string title = $"The servers differ (RESP{protocol}, reply {index + 1}) at: {step.Line}";
                return _history.Describe(title, reference, first, subject, second);
            }
        }

        return null;
    }

    private bool AreEqual(int connection, Answer expected, Answer actual)
    {
        if (expected.Value is null || actual.Value is null)
        {
            return expected == actual;
        }

        CommandName name = _lastCommands[connection];
        var (first, second) = name.Command == "EXEC" && _queues.TryGetValue(connection, out List<CommandName>? queue)
            ? NormaliseTransaction(queue, expected.Value, actual.Value)
            : Normalisers.Apply(name, expected.Value, actual.Value);
        return first.Raw.Span.SequenceEqual(second.Raw.Span);
    }

    /// <summary>The reply of EXEC is the replies of the commands that were queued, each with its own row of the table.</summary>
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

    private void TrackTransaction(Step step, IReadOnlyList<Answer> answers)
    {
        if (step.Kind is not StepKind.Command)
        {
            return;
        }

        if (answers is [{ Value: { Type: RespType.SimpleString, Text: "QUEUED" } }])
        {
            if (!_queues.TryGetValue(step.Connection, out List<CommandName>? queue))
            {
                _queues[step.Connection] = queue = [];
            }

            queue.Add(_lastCommands[step.Connection]);
        }
        else if (_lastCommands[step.Connection].Command is "MULTI" or "EXEC" or "DISCARD" or "RESET")
        {
            _queues.Remove(step.Connection);
        }
    }
}
