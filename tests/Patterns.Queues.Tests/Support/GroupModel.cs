namespace Patterns.Queues.Tests.Support;

/// <summary>What groups are to do, said with lists: so many of each at a time, in the order of sending.</summary>
internal sealed class GroupModel(int concurrency)
{
    private readonly Dictionary<string, (List<string> Active, Queue<string> Waiting)> _groups = [];

    public int Active => _groups.Values.Sum(group => group.Active.Count);

    public IEnumerable<string> ActiveBodies => _groups.Values.SelectMany(group => group.Active).Order();

    /// <returns>Whether there was a place.</returns>
    public bool Send(string group, string body)
    {
        if (!_groups.TryGetValue(group, out (List<string> Active, Queue<string> Waiting) messages))
        {
            messages = ([], []);
            _groups[group] = messages;
        }

        messages.Waiting.Enqueue(body);
        return Advance(messages) > 0;
    }

    /// <summary>Ends a message. One that is tried again keeps its place.</summary>
    public void End(string group, string body)
    {
        Assert.True(_groups[group].Active.Remove(body));
        Advance(_groups[group]);
    }

    private int Advance((List<string> Active, Queue<string> Waiting) messages)
    {
        int moved = 0;
        while (messages.Active.Count < concurrency && messages.Waiting.TryDequeue(out string? next))
        {
            messages.Active.Add(next);
            moved++;
        }

        return moved;
    }
}
